/** A contract account that takes whatever signature its owner's key made: as a Safe does, in little. */
export const ownedWalletSource = `
  contract OwnedWallet {
    address immutable owner;
    constructor(address owner_) { owner = owner_; }
    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
      (bytes32 r, bytes32 s) = abi.decode(signature[:64], (bytes32, bytes32));
      return ecrecover(hash, uint8(signature[64]), r, s) == owner ? bytes4(0x1626ba7e) : bytes4(0xffffffff);
    }
    receive() external payable {}
  }
`
