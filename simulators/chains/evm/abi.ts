/**
 * The contracts' interfaces, typed for viem. The artifacts carry the same as plain JSON, which
 * TypeScript cannot read precisely; `artifacts.test.ts` keeps the two from drifting apart.
 */
import { parseAbi } from "viem";

/** ConformanceToken: ERC-20, EIP-2612 and EIP-3009, and the levers of the test world. */
export const conformanceTokenAbi = parseAbi([
  "function initialize(string name_, string version_, string symbol_, uint8 decimals_)",
  "function mint(address[] to, uint256[] amounts)",
  "function setBlocked(address account, bool blocked_)",
  "function setPaused(bool paused_)",
  "function blocked(address account) view returns (bool)",
  "function paused() view returns (bool)",

  "function name() view returns (string)",
  "function version() view returns (string)",
  "function symbol() view returns (string)",
  "function decimals() view returns (uint8)",
  "function totalSupply() view returns (uint256)",
  "function balanceOf(address account) view returns (uint256)",
  "function allowance(address owner, address spender) view returns (uint256)",
  "function transfer(address to, uint256 value) returns (bool)",
  "function approve(address spender, uint256 value) returns (bool)",
  "function transferFrom(address from, address to, uint256 value) returns (bool)",
  "event Transfer(address indexed from, address indexed to, uint256 value)",
  "event Approval(address indexed owner, address indexed spender, uint256 value)",

  "function DOMAIN_SEPARATOR() view returns (bytes32)",
  "function PERMIT_TYPEHASH() view returns (bytes32)",
  "function nonces(address owner) view returns (uint256)",
  "function permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s)",
  "function permit(address owner, address spender, uint256 value, uint256 deadline, bytes signature)",

  "function TRANSFER_WITH_AUTHORIZATION_TYPEHASH() view returns (bytes32)",
  "function RECEIVE_WITH_AUTHORIZATION_TYPEHASH() view returns (bytes32)",
  "function CANCEL_AUTHORIZATION_TYPEHASH() view returns (bytes32)",
  "function authorizationState(address authorizer, bytes32 nonce) view returns (bool)",
  "function transferWithAuthorization(address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce, uint8 v, bytes32 r, bytes32 s)",
  "function transferWithAuthorization(address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce, bytes signature)",
  "function receiveWithAuthorization(address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce, uint8 v, bytes32 r, bytes32 s)",
  "function receiveWithAuthorization(address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce, bytes signature)",
  "function cancelAuthorization(address authorizer, bytes32 nonce, uint8 v, bytes32 r, bytes32 s)",
  "function cancelAuthorization(address authorizer, bytes32 nonce, bytes signature)",
  "event AuthorizationUsed(address indexed authorizer, bytes32 indexed nonce)",
  "event AuthorizationCanceled(address indexed authorizer, bytes32 indexed nonce)",
  "event BlockedSet(address indexed account, bool blocked)",
  "event PausedSet(bool paused)",
]);

/** SmartWallet: a minimal ERC-1271 wallet. */
export const smartWalletAbi = parseAbi([
  "constructor(address owner_, uint8 mode_)",
  "function MODE_HONEST() view returns (uint8)",
  "function MODE_WRONG_MAGIC() view returns (uint8)",
  "function MODE_REVERT() view returns (uint8)",
  "function owner() view returns (address)",
  "function mode() view returns (uint8)",
  "function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)",
  "function execute(address to, uint256 value, bytes data) returns (bytes)",
  "receive() external payable",
]);

/** WalletFactory: CREATE2 deployment of SmartWallet, for ERC-6492. */
export const walletFactoryAbi = parseAbi([
  "function createWallet(address owner, uint8 mode, bytes32 salt) returns (address wallet)",
  "function walletAddress(address owner, uint8 mode, bytes32 salt) view returns (address)",
]);
