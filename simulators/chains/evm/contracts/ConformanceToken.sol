// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {SignatureCheck} from "./SignatureCheck.sol";

/// @title A payment token for local chains: ERC-20, EIP-2612 and EIP-3009, aware of ERC-1271.
/// @notice Written for the conformance suite from the text of the EIPs. It has no constructor and no
/// immutables, so that its runtime code can be placed at any address (the canonical USDC address
/// among them) and set up with `initialize`.
/// @dev A TEST TOKEN: `mint`, `setBlocked` and `setPaused` are unguarded, on purpose. Whoever can
/// send a transaction can make money here. Never deploy it where tokens are worth something.
contract ConformanceToken {
    // --- EIP-712 types. Public, because a payer may ask the token for them (EIP-3009 names them so).

    bytes32 public constant TRANSFER_WITH_AUTHORIZATION_TYPEHASH = keccak256(
        "TransferWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
    );
    bytes32 public constant RECEIVE_WITH_AUTHORIZATION_TYPEHASH = keccak256(
        "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
    );
    bytes32 public constant CANCEL_AUTHORIZATION_TYPEHASH =
        keccak256("CancelAuthorization(address authorizer,bytes32 nonce)");
    bytes32 public constant PERMIT_TYPEHASH =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
    bytes32 private constant DOMAIN_TYPEHASH =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");

    // --- State

    string public name;
    string public version;
    string public symbol;
    uint8 public decimals;
    bool public paused;
    bool private initialized;

    uint256 public totalSupply;
    mapping(address account => uint256) public balanceOf;
    mapping(address owner => mapping(address spender => uint256)) public allowance;
    /// @notice EIP-2612: the nonce the next permit of this owner must carry.
    mapping(address owner => uint256) public nonces;
    /// @notice EIP-3009: true once the nonce was used or canceled.
    mapping(address authorizer => mapping(bytes32 nonce => bool)) public authorizationState;
    mapping(address account => bool) public blocked;

    // --- Events

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);
    event AuthorizationUsed(address indexed authorizer, bytes32 indexed nonce);
    event AuthorizationCanceled(address indexed authorizer, bytes32 indexed nonce);
    event BlockedSet(address indexed account, bool blocked);
    event PausedSet(bool paused);

    /// @notice Stands in for the constructor, once.
    function initialize(string calldata name_, string calldata version_, string calldata symbol_, uint8 decimals_)
        external
    {
        require(!initialized, "token: already initialized");
        initialized = true;
        name = name_;
        version = version_;
        symbol = symbol_;
        decimals = decimals_;
    }

    // --- Levers of the test world (unguarded, see above)

    /// @notice Mints to many accounts at once, so that funding a whole run is one transaction.
    function mint(address[] calldata to, uint256[] calldata amounts) external {
        require(to.length == amounts.length, "token: lengths differ");
        uint256 sum = 0;
        for (uint256 i = 0; i < to.length; i++) {
            balanceOf[to[i]] += amounts[i];
            sum += amounts[i];
            emit Transfer(address(0), to[i], amounts[i]);
        }
        totalSupply += sum;
    }

    function setBlocked(address account, bool blocked_) external {
        blocked[account] = blocked_;
        emit BlockedSet(account, blocked_);
    }

    function setPaused(bool paused_) external {
        paused = paused_;
        emit PausedSet(paused_);
    }

    // --- ERC-20

    function transfer(address to, uint256 value) external returns (bool) {
        _checkOpen(msg.sender, to);
        _transfer(msg.sender, to, value);
        return true;
    }

    function approve(address spender, uint256 value) external returns (bool) {
        _checkOpen(msg.sender, spender);
        _approve(msg.sender, spender, value);
        return true;
    }

    /// @dev An allowance of 2^256-1 is spent down like any other, as the widely used payment tokens do.
    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        require(!blocked[msg.sender], "token: account is blocked");
        _checkOpen(from, to);
        uint256 allowed = allowance[from][msg.sender];
        require(value <= allowed, "token: allowance too low");
        unchecked {
            allowance[from][msg.sender] = allowed - value;
        }
        _transfer(from, to, value);
        return true;
    }

    // --- EIP-712 and EIP-2612

    /// @notice Computed on each call, because the code is placed at an address without a constructor.
    function DOMAIN_SEPARATOR() public view returns (bytes32) {
        return keccak256(
            abi.encode(
                DOMAIN_TYPEHASH, keccak256(bytes(name)), keccak256(bytes(version)), block.chainid, address(this)
            )
        );
    }

    function permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s)
        external
    {
        permit(owner, spender, value, deadline, abi.encodePacked(r, s, v));
    }

    function permit(address owner, address spender, uint256 value, uint256 deadline, bytes memory signature) public {
        _checkOpen(owner, spender);
        require(block.timestamp <= deadline, "token: permit is expired");
        bytes32 structHash = keccak256(abi.encode(PERMIT_TYPEHASH, owner, spender, value, nonces[owner]++, deadline));
        _checkSignature(owner, structHash, signature);
        _approve(owner, spender, value);
    }

    // --- EIP-3009

    function transferWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external {
        transferWithAuthorization(from, to, value, validAfter, validBefore, nonce, abi.encodePacked(r, s, v));
    }

    function transferWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes memory signature
    ) public {
        _checkOpen(from, to);
        _checkUsable(from, validAfter, validBefore, nonce);
        _checkSignature(
            from,
            keccak256(
                abi.encode(TRANSFER_WITH_AUTHORIZATION_TYPEHASH, from, to, value, validAfter, validBefore, nonce)
            ),
            signature
        );
        _useAuthorization(from, nonce);
        _transfer(from, to, value);
    }

    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external {
        receiveWithAuthorization(from, to, value, validAfter, validBefore, nonce, abi.encodePacked(r, s, v));
    }

    /// @dev EIP-3009: the payee must be the caller, so that nobody can front-run the payee's own call.
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes memory signature
    ) public {
        _checkOpen(from, to);
        require(to == msg.sender, "token: caller is not the payee");
        _checkUsable(from, validAfter, validBefore, nonce);
        _checkSignature(
            from,
            keccak256(abi.encode(RECEIVE_WITH_AUTHORIZATION_TYPEHASH, from, to, value, validAfter, validBefore, nonce)),
            signature
        );
        _useAuthorization(from, nonce);
        _transfer(from, to, value);
    }

    function cancelAuthorization(address authorizer, bytes32 nonce, uint8 v, bytes32 r, bytes32 s) external {
        cancelAuthorization(authorizer, nonce, abi.encodePacked(r, s, v));
    }

    function cancelAuthorization(address authorizer, bytes32 nonce, bytes memory signature) public {
        require(!paused, "token: paused");
        require(!authorizationState[authorizer][nonce], "token: nonce used or canceled");
        _checkSignature(authorizer, keccak256(abi.encode(CANCEL_AUTHORIZATION_TYPEHASH, authorizer, nonce)), signature);
        authorizationState[authorizer][nonce] = true;
        emit AuthorizationCanceled(authorizer, nonce);
    }

    // --- Inside

    function _checkOpen(address a, address b) private view {
        require(!paused, "token: paused");
        require(!blocked[a] && !blocked[b], "token: account is blocked");
    }

    /// @dev EIP-3009: both ends of the window are exclusive.
    function _checkUsable(address from, uint256 validAfter, uint256 validBefore, bytes32 nonce) private view {
        require(block.timestamp > validAfter, "token: authorization too early");
        require(block.timestamp < validBefore, "token: authorization expired");
        require(!authorizationState[from][nonce], "token: nonce used or canceled");
    }

    function _checkSignature(address signer, bytes32 structHash, bytes memory signature) private view {
        bytes32 digest = keccak256(abi.encodePacked("\x19\x01", DOMAIN_SEPARATOR(), structHash));
        require(SignatureCheck.isValidNow(signer, digest, signature), "token: invalid signature");
    }

    function _useAuthorization(address from, bytes32 nonce) private {
        authorizationState[from][nonce] = true;
        emit AuthorizationUsed(from, nonce);
    }

    function _approve(address owner, address spender, uint256 value) private {
        require(owner != address(0) && spender != address(0), "token: zero address");
        allowance[owner][spender] = value;
        emit Approval(owner, spender, value);
    }

    function _transfer(address from, address to, uint256 value) private {
        require(from != address(0) && to != address(0), "token: zero address");
        uint256 balance = balanceOf[from];
        require(value <= balance, "token: balance too low");
        unchecked {
            balanceOf[from] = balance - value;
            // Cannot overflow: the sum of all balances is totalSupply, which `mint` keeps in range.
            balanceOf[to] += value;
        }
        emit Transfer(from, to, value);
    }
}
