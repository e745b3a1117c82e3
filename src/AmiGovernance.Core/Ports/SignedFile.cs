using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Ports;

/// <summary>A file of somebody else that counts by its signature, FILE.sig beside it.</summary>
internal sealed class SignedFile(IFileReader files, ISignatures signatures)
{
    /// <summary>In bytes; lists of signers and signatures are short.</summary>
    public const int MostOfSignature = 1 << 20;

    /// <summary>Such as `bundle`.</summary>
    public required string What { get; init; }

    /// <summary>The namespace of its signatures (ssh-keygen(1), `-n`).</summary>
    public required string Purpose { get; init; }

    /// <summary>What helps where a signature does not count.</summary>
    public required string FetchAgain { get; init; }

    /// <summary>Whose signature it has; null with a report when it has none that counts.</summary>
    /// <param name="key">The path of a public key, or of a list of allowed signers.</param>
    /// <param name="read">Reads a file; null with a report.</param>
    /// <param name="distrust">Reports a problem, with what helps.</param>
    public string? Signer(
        SourceText source,
        string key,
        Func<string, SourceText?> read,
        Action<string, string> distrust
    )
    {
        var beside = $"{source.Path}.sig";
        if (read(key) is not { } signers)
            return null;
        if (!files.Exists(beside))
        {
            distrust($"the {What} is not signed: there is no `{beside}`", FetchAgain);
            return null;
        }
        if (read(beside) is not { } signature)
            return null;
        if (SignerList.IsPrivateKey(signers.Bytes))
        {
            distrust($"`{key}` holds a private key", "name the public one, FILE.pub, and keep this one to yourself");
            return null;
        }
        var counting = SignerList.Of(signers.Bytes, Purpose);
        var seen = signatures.Verify(source.Bytes, signature.Bytes, counting, Purpose);
        if (seen.Signer is null)
            distrust($"the signature of the {What} does not count by `{key}`: {seen.Problem}", FetchAgain);
        return seen.Signer;
    }
}
