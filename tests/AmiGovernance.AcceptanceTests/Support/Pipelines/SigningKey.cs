namespace AmiGovernance.AcceptanceTests.Support.Pipelines;

/// <summary>A key that signs policy bundles.</summary>
internal static class SigningKey
{
    /// <summary>Makes one beside the folder, and prints its private and its public part.</summary>
    public const string Make =
        "rm -f ../signing-key* && ssh-keygen -q -t ed25519 -N '' -f ../signing-key && cat ../signing-key ../signing-key.pub";

    /// <summary>Says whether the bundle of a folder is signed by it.</summary>
    /// <param name="keys">What <see cref="Make"/> printed.</param>
    public static string Check(string keys)
    {
        var key = keys[keys.LastIndexOf("ssh-ed25519", StringComparison.Ordinal)..].Trim();
        const string Verify = "ssh-keygen -Y verify -f signers -I platform -n amigov-bundle -s amigov-bundle.json.sig";
        return $"echo 'platform {key}' > signers && {Verify} < amigov-bundle.json";
    }
}
