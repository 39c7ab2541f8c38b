// SPDX-License-Identifier: MIT
pragma solidity 0.8.17;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";

/**
 * An NFT that anyone may mint, with ids from 0 up. The name and symbol are in code for the reason
 * that MockUSDC gives.
 */
contract MockNFT is ERC721("", "") {
    uint256 public totalSupply;

    function safeMint(address to) external {
        _safeMint(to, totalSupply++);
    }

    function name() public pure override returns (string memory) {
        return "Mock NFT";
    }

    function symbol() public pure override returns (string memory) {
        return "MNFT";
    }
}
