/** The selector of `transfer(address,uint256)`. */
export const erc20TransferSelector = '0xa9059cbb'
