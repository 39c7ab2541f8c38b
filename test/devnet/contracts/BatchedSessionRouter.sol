// SPDX-License-Identifier: MIT
pragma solidity 0.8.17;

import {UserOperation} from "@account-abstraction/contracts/interfaces/UserOperation.sol";
import {_packValidationData} from "@account-abstraction/contracts/core/Helpers.sol";
import {ISessionKeyManager} from "@biconomy-devx/account-contracts-v2/contracts/smart-account/interfaces/ISessionKeyManager.sol";
import {BaseAuthorizationModule} from "@biconomy-devx/account-contracts-v2/contracts/smart-account/modules/BaseAuthorizationModule.sol";
import {ISessionValidationModule} from "@biconomy-devx/account-contracts-v2/contracts/smart-account/modules/SessionValidationModules/ISessionValidationModule.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

interface IModuleRegistry {
    function isModuleEnabled(address module) external view returns (bool);
}

/**
 * The batched session router as deployed, rewritten for the devnet from its behaviour: no package
 * holds the deployed one. Each call of a batch must be covered by a session of its own, and one
 * session key must have signed for all of them.
 */
contract BatchedSessionRouter is BaseAuthorizationModule {
    struct SessionData {
        uint48 validUntil;
        uint48 validAfter;
        address sessionValidationModule;
        bytes sessionKeyData;
        bytes32[] merkleProof;
        bytes callSpecificData;
    }

    bytes4 public constant EXECUTE_BATCH_SELECTOR = 0x47e1da2a;
    bytes4 public constant EXECUTE_BATCH_OPTIMIZED_SELECTOR = 0x00004680;

    function validateUserOp(
        UserOperation calldata userOp,
        bytes32 userOpHash
    ) external returns (uint256) {
        bytes4 selector = bytes4(userOp.callData[0:4]);
        require(
            selector == EXECUTE_BATCH_SELECTOR || selector == EXECUTE_BATCH_OPTIMIZED_SELECTOR,
            "SR Invalid Selector"
        );

        (bytes memory moduleSignature, ) = abi.decode(userOp.signature, (bytes, address));
        (
            address sessionKeyManager,
            SessionData[] memory sessions,
            bytes memory sessionKeySignature
        ) = abi.decode(moduleSignature, (address, SessionData[], bytes));

        // Without this a caller could name a manager of their own that approves everything.
        require(
            IModuleRegistry(userOp.sender).isModuleEnabled(sessionKeyManager),
            "SR Invalid SKM"
        );

        address signer = ECDSA.recover(
            ECDSA.toEthSignedMessageHash(userOpHash),
            sessionKeySignature
        );

        return _validateCalls(userOp, ISessionKeyManager(sessionKeyManager), sessions, signer);
    }

    function isValidSignature(bytes32, bytes memory) public pure override returns (bytes4) {
        return 0xffffffff;
    }

    function _validateCalls(
        UserOperation calldata userOp,
        ISessionKeyManager sessionKeyManager,
        SessionData[] memory sessions,
        address signer
    ) private returns (uint256) {
        (address[] memory destinations, uint256[] memory values, bytes[] memory calls) = abi.decode(
            userOp.callData[4:],
            (address[], uint256[], bytes[])
        );
        require(sessions.length == destinations.length, "Lengths mismatch");

        uint48 earliestValidUntil = type(uint48).max;
        uint48 latestValidAfter;

        for (uint256 i; i < sessions.length; ++i) {
            SessionData memory session = sessions[i];

            sessionKeyManager.validateSessionKey(
                userOp.sender,
                session.validUntil,
                session.validAfter,
                session.sessionValidationModule,
                session.sessionKeyData,
                session.merkleProof
            );

            address sessionKey = ISessionValidationModule(session.sessionValidationModule)
                .validateSessionParams(
                    destinations[i],
                    values[i],
                    calls[i],
                    session.sessionKeyData,
                    session.callSpecificData
                );
            if (sessionKey != signer) return SIG_VALIDATION_FAILED;

            // 0 means no bound.
            if (session.validUntil != 0 && session.validUntil < earliestValidUntil) {
                earliestValidUntil = session.validUntil;
            }
            if (session.validAfter > latestValidAfter) latestValidAfter = session.validAfter;
        }

        return _packValidationData(false, earliestValidUntil, latestValidAfter);
    }
}
