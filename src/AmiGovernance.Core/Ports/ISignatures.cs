namespace AmiGovernance.Core.Ports;

/// <summary>Signatures of files by SSH keys (OpenSSH, PROTOCOL.sshsig), as git makes them of commits.</summary>
public interface ISignatures
{
    /// <summary>Signs a text.</summary>
    /// <param name="keyPath">A private key, or a public one whose private one an agent holds.</param>
    /// <param name="purpose">The namespace: a signature for one purpose is none for another.</param>
    SignatureMade Sign(ReadOnlyMemory<byte> message, string keyPath, string purpose);

    /// <summary>Checks a signature.</summary>
    /// <param name="signers">Lines of an allowed signers file (ssh-keygen(1), ALLOWED SIGNERS).</param>
    /// <param name="purpose">The namespace that the signature must be for.</param>
    SignatureSeen Verify(
        ReadOnlyMemory<byte> message,
        ReadOnlyMemory<byte> signature,
        ReadOnlyMemory<byte> signers,
        string purpose
    );
}

/// <param name="Signature">In its armour; null when there is none.</param>
/// <param name="Problem">Why there is none.</param>
public sealed record SignatureMade(byte[]? Signature, string Problem = "");

/// <param name="Signer">By the name in the list of signers; null when the signature does not count.</param>
/// <param name="Problem">Why it does not.</param>
public sealed record SignatureSeen(string? Signer, string Problem = "");
