import { parseAbi } from 'viem'

export const nftAbi = parseAbi([
  'function safeMint(address to)',
  'function totalSupply() view returns (uint256)',
  'event Transfer(address indexed from, address indexed to, uint256 indexed tokenId)',
])
