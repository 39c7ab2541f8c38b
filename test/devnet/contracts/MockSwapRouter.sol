// SPDX-License-Identifier: MIT
pragma solidity 0.8.17;

/**
 * Takes what a swap router takes, and swaps nothing: it says, and keeps for each caller, to whom the
 * tokens would go. `exactInput` reads its tuple from the calldata, `exactOutput` copies it first.
 */
contract MockSwapRouter {
    struct Swap {
        bytes path;
        address recipient;
        uint256 deadline;
        uint256 amountIn;
        uint256 amountOutMinimum;
    }

    struct Route {
        bytes path;
        address to;
    }

    struct Order {
        uint256 kind;
        Route route;
        address owner;
        bytes note;
    }

    mapping(address => address) public lastRecipient;

    function exactInput(Swap calldata params) external payable returns (address, address) {
        return _swap(params.recipient, address(uint160(params.amountOutMinimum)), params.path);
    }

    function exactOutput(Swap memory params) external payable returns (address, address) {
        return _swap(params.recipient, address(uint160(params.amountOutMinimum)), params.path);
    }

    function fill(uint256, Order calldata order, address) external returns (address, address) {
        return _swap(order.route.to, order.owner, order.route.path);
    }

    function fillFirst(Route[2] memory routes) external returns (address, address) {
        return _swap(routes[0].to, address(0), routes[0].path);
    }

    function _swap(
        address recipient,
        address other,
        bytes memory path
    ) private returns (address, address) {
        require(path.length < 1_000, "MSR Path Too Long");
        lastRecipient[msg.sender] = recipient;
        return (recipient, other);
    }
}
