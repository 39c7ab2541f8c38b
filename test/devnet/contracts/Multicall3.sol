// SPDX-License-Identifier: MIT
pragma solidity 0.8.17;

/**
 * What viem calls of Multicall3, at a fixed address, to read many things at once: `aggregate3`, and
 * `getEthBalance` for balances among them.
 */
contract Multicall3 {
    struct Call3 {
        address target;
        bool allowFailure;
        bytes callData;
    }

    struct Result {
        bool success;
        bytes returnData;
    }

    function aggregate3(Call3[] calldata calls) external payable returns (Result[] memory results) {
        results = new Result[](calls.length);
        for (uint256 i; i < calls.length; ++i) {
            (bool success, bytes memory returnData) = calls[i].target.call(calls[i].callData);
            require(success || calls[i].allowFailure, "Multicall3: call failed");
            results[i] = Result(success, returnData);
        }
    }

    function getEthBalance(address account) external view returns (uint256 balance) {
        balance = account.balance;
    }
}
