// SPDX-License-Identifier: MIT
pragma solidity 0.8.17;

import {UserOperation} from "@account-abstraction/contracts/interfaces/UserOperation.sol";
import {ISessionValidationModule} from "@biconomy-devx/account-contracts-v2/contracts/smart-account/modules/SessionValidationModules/ISessionValidationModule.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/**
 * The ABI session validation module as deployed, rewritten for the devnet from its behaviour: no
 * package holds it.
 *
 * `sessionKeyData`, packed: session key (20 bytes), destination (20), selector (4), value limit
 * (uint128, 16), rule count (uint16, 2), then rules of 35 bytes: offset (uint16), condition
 * (uint8), reference value (32). Offsets count from after the selector. Bytes behind the last rule
 * are ignored. Slices are bounds-checked, so that reading past the calldata reverts.
 */
contract ABISessionValidationModule is ISessionValidationModule {
    uint256 private constant RULES_START = 62;
    uint256 private constant RULE_LENGTH = 35;

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
            "ABISV Not Execute Selector"
        );

        // The arguments of `execute(address destination, uint256 value, bytes call)`.
        bytes calldata args = callData[4:];
        address destination = address(uint160(uint256(bytes32(args[0:32]))));
        uint256 value = uint256(bytes32(args[32:64]));
        uint256 offset = uint256(bytes32(args[64:96]));
        uint256 length = uint256(bytes32(args[offset:offset + 32]));
        bytes calldata call = args[offset + 32:offset + 32 + length];

        address sessionKey = _validate(destination, value, call, sessionKeyData);
        return
            ECDSA.recover(ECDSA.toEthSignedMessageHash(userOpHash), sessionKeySignature) ==
            sessionKey;
    }

    function validateSessionParams(
        address destination,
        uint256 value,
        bytes calldata call,
        bytes calldata sessionKeyData,
        bytes calldata /* callSpecificData */
    ) external pure override returns (address) {
        return _validate(destination, value, call, sessionKeyData);
    }

    function _validate(
        address destination,
        uint256 value,
        bytes calldata call,
        bytes calldata sessionKeyData
    ) private pure returns (address sessionKey) {
        require(
            destination == address(bytes20(sessionKeyData[20:40])),
            "ABISV Destination Forbidden"
        );
        require(bytes4(call[0:4]) == bytes4(sessionKeyData[40:44]), "ABISV Selector Forbidden");
        require(
            value <= uint128(bytes16(sessionKeyData[44:60])),
            "ABISV Permitted Value Exceeded"
        );
        require(_rulesHold(call[4:], sessionKeyData), "ABISV Arg Rule Violated");

        return address(bytes20(sessionKeyData[0:20]));
    }

    function _rulesHold(
        bytes calldata args,
        bytes calldata sessionKeyData
    ) private pure returns (bool) {
        uint256 count = uint16(bytes2(sessionKeyData[60:62]));

        for (uint256 i; i < count; ++i) {
            uint256 start = RULES_START + i * RULE_LENGTH;
            bytes calldata rule = sessionKeyData[start:start + RULE_LENGTH];

            uint256 offset = uint16(bytes2(rule[0:2]));
            uint256 word = uint256(bytes32(args[offset:offset + 32]));
            if (!_holds(word, uint8(rule[2]), uint256(bytes32(rule[3:35])))) return false;
        }
        return true;
    }

    function _holds(
        uint256 word,
        uint8 condition,
        uint256 referenceValue
    ) private pure returns (bool) {
        if (condition == 0) return word == referenceValue;
        if (condition == 1) return word <= referenceValue;
        if (condition == 2) return word < referenceValue;
        if (condition == 3) return word >= referenceValue;
        if (condition == 4) return word > referenceValue;
        if (condition == 5) return word != referenceValue;
        return false;
    }
}
