// SPDX-License-Identifier: MIT
pragma solidity 0.8.17;

import {BasePaymaster} from "@account-abstraction/contracts/core/BasePaymaster.sol";
import {_packValidationData} from "@account-abstraction/contracts/core/Helpers.sol";
import {IEntryPoint} from "@account-abstraction/contracts/interfaces/IEntryPoint.sol";
import {UserOperation} from "@account-abstraction/contracts/interfaces/UserOperation.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/**
 * The VerifyingPaymaster sample (account-abstraction 0.6) without its counter per
 * sender. The counter is part of what the sample signs, so that of several operations of one
 * account in flight at once all but the first would be unpaid. The nonce of the user operation
 * already makes a sponsorship usable once only.
 *
 * `paymasterAndData`: this address, `abi.encode(uint48 validUntil, uint48 validAfter)`, signature.
 */
contract DevnetPaymaster is BasePaymaster {
    uint256 private constant WINDOW_START = 20;
    uint256 private constant SIGNATURE_START = 84;

    address public immutable verifyingSigner;

    constructor(IEntryPoint entryPoint_, address verifyingSigner_) BasePaymaster(entryPoint_) {
        verifyingSigner = verifyingSigner_;
    }

    /// What the signer signs, as an EIP-191 message: everything but both signatures.
    function getHash(
        UserOperation calldata userOp,
        uint48 validUntil,
        uint48 validAfter
    ) public view returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    userOp.sender,
                    userOp.nonce,
                    keccak256(userOp.initCode),
                    keccak256(userOp.callData),
                    userOp.callGasLimit,
                    userOp.verificationGasLimit,
                    userOp.preVerificationGas,
                    userOp.maxFeePerGas,
                    userOp.maxPriorityFeePerGas,
                    block.chainid,
                    address(this),
                    validUntil,
                    validAfter
                )
            );
    }

    function _validatePaymasterUserOp(
        UserOperation calldata userOp,
        bytes32 /* userOpHash */,
        uint256 /* requiredPreFund */
    ) internal view override returns (bytes memory context, uint256 validationData) {
        bytes calldata data = userOp.paymasterAndData;
        (uint48 validUntil, uint48 validAfter) = abi.decode(
            data[WINDOW_START:SIGNATURE_START],
            (uint48, uint48)
        );

        address signer = ECDSA.recover(
            ECDSA.toEthSignedMessageHash(getHash(userOp, validUntil, validAfter)),
            data[SIGNATURE_START:]
        );
        return ("", _packValidationData(signer != verifyingSigner, validUntil, validAfter));
    }
}
