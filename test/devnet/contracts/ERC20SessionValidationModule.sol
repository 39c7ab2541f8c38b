// SPDX-License-Identifier: MIT
pragma solidity 0.8.17;

import {UserOperation} from "@account-abstraction/contracts/interfaces/UserOperation.sol";
import {ISessionValidationModule} from "@biconomy-devx/account-contracts-v2/contracts/smart-account/modules/SessionValidationModules/ISessionValidationModule.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/**
 * The ERC-20 session validation module as deployed, rewritten for the devnet from its behaviour: the
 * copy in the npm package decodes the calldata of a single call, which the deployed one slices.
 *
 * `sessionKeyData`: `abi.encode(address sessionKey, address token, address recipient, uint256
 * maxAmount)`. The selector of the call is never looked at.
 */
contract ERC20SessionValidationModule is ISessionValidationModule {
    struct Session {
        address key;
        address token;
        address recipient;
        uint256 maxAmount;
    }

    /// A single call: the recipient is bytes 16 to 36 of the calldata, whatever stands in the upper
    /// bytes of its word, and is compared before the amount, bytes 36 to 68, is read.
    function validateSessionUserOp(
        UserOperation calldata userOp,
        bytes32 userOpHash,
        bytes calldata sessionKeyData,
        bytes calldata sessionKeySignature
    ) external pure override returns (bool) {
        bytes calldata callData = userOp.callData;
        bytes4 selector = bytes4(callData[0:4]);
        require(
            selector == EXECUTE_SELECTOR || selector == EXECUTE_OPTIMIZED_SELECTOR,
            "ERC20SV Invalid Selector"
        );
        Session memory session = abi.decode(sessionKeyData, (Session));

        // The arguments of `execute(address destination, uint256 value, bytes call)`.
        bytes calldata args = callData[4:];
        (address destination, uint256 value, ) = abi.decode(args, (address, uint256, bytes));
        require(destination == session.token, "ERC20SV Wrong Token");
        require(value == 0, "ERC20SV Non Zero Value");

        uint256 offset = uint256(bytes32(args[64:96]));
        uint256 length = uint256(bytes32(args[offset:offset + 32]));
        bytes calldata call = args[offset + 32:offset + 32 + length];
        require(address(bytes20(call[16:36])) == session.recipient, "ERC20SV Wrong Recipient");
        require(uint256(bytes32(call[36:68])) <= session.maxAmount, "ERC20SV Max Amount Exceeded");

        return
            ECDSA.recover(ECDSA.toEthSignedMessageHash(userOpHash), sessionKeySignature) ==
            session.key;
    }

    /// A call of a batch: both words are decoded first, which reverts on dirty upper bytes.
    function validateSessionParams(
        address destination,
        uint256 value,
        bytes calldata call,
        bytes calldata sessionKeyData,
        bytes calldata /* callSpecificData */
    ) external pure override returns (address) {
        Session memory session = abi.decode(sessionKeyData, (Session));
        require(destination == session.token, "ERC20SV Invalid Token");
        require(value == 0, "ERC20SV Non Zero Value");

        (address recipient, uint256 amount) = abi.decode(call[4:], (address, uint256));
        require(recipient == session.recipient, "ERC20SV Wrong Recipient");
        require(amount <= session.maxAmount, "ERC20SV Max Amount Exceeded");
        return session.key;
    }
}
