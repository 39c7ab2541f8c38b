// SPDX-License-Identifier: MIT
pragma solidity 0.8.17;

import {UserOperation} from "@account-abstraction/contracts/interfaces/UserOperation.sol";
import {ISessionValidationModule} from "@biconomy-devx/account-contracts-v2/contracts/smart-account/modules/SessionValidationModules/ISessionValidationModule.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/**
 * A validation module as a dapp may write one, for the tests of `definePermissionModule`: any call
 * of one contract, with native value up to a limit.
 *
 * `sessionKeyData`: `abi.encode(address sessionKey, address target, uint256 maxValue)`.
 */
contract TargetSessionValidationModule is ISessionValidationModule {
    function validateSessionUserOp(
        UserOperation calldata userOp,
        bytes32 userOpHash,
        bytes calldata sessionKeyData,
        bytes calldata sessionKeySignature
    ) external pure override returns (bool) {
        bytes4 selector = bytes4(userOp.callData[0:4]);
        require(
            selector == EXECUTE_SELECTOR || selector == EXECUTE_OPTIMIZED_SELECTOR,
            "TSV Not Execute Selector"
        );
        (address destination, uint256 value, ) = abi.decode(
            userOp.callData[4:],
            (address, uint256, bytes)
        );
        return
            ECDSA.recover(ECDSA.toEthSignedMessageHash(userOpHash), sessionKeySignature) ==
            _validate(destination, value, sessionKeyData);
    }

    function validateSessionParams(
        address destination,
        uint256 value,
        bytes calldata /* call */,
        bytes calldata sessionKeyData,
        bytes calldata /* callSpecificData */
    ) external pure override returns (address) {
        return _validate(destination, value, sessionKeyData);
    }

    function _validate(
        address destination,
        uint256 value,
        bytes calldata sessionKeyData
    ) private pure returns (address sessionKey) {
        address target;
        uint256 maxValue;
        (sessionKey, target, maxValue) = abi.decode(sessionKeyData, (address, address, uint256));
        require(destination == target, "TSV Target Forbidden");
        require(value <= maxValue, "TSV Value Exceeded");
    }
}
