using System.Text.RegularExpressions;

namespace AmiGovernance.Cli.Features.Authoring;

/// <summary>
/// The amigov that CI uses, by its content: a name in a registry would be whoever holds the name, and a tag whatever it points at today.
/// </summary>
/// <param name="Source">An https address, or a path in the repository, of the archive.</param>
/// <param name="Sha256">Of the archive.</param>
internal sealed partial record PinnedTool(string Source, string Sha256)
{
    /// <summary>Nobody can ever own a name below `.invalid` (RFC 2606).</summary>
    public const string NoImage =
        "fill-in.invalid/image@sha256:0000000000000000000000000000000000000000000000000000000000000000";

    /// <summary>Of a repository that does not say yet which one CI uses.</summary>
    public static PinnedTool Unnamed { get; } = new("", "");

    public static string? SourceProblem(string text) =>
        Address().IsMatch(text) || IsPath(text)
            ? null
            : "write an address in full, with https://, or a path in the repository; letters, digits and -._~/%+=:@?&, only";

    public static string? Sha256Problem(string text) =>
        Digest().IsMatch(text) ? null : "a SHA-256 checksum has 64 hexadecimal digits: `sha256sum` prints it";

    public static string? ImageProblem(string text) =>
        Image().IsMatch(text) ? null : "name an image by its digest, such as registry.company.com/ci@sha256:…";

    /// <summary>Below the repository, and no option of a command.</summary>
    private static bool IsPath(string text) =>
        RelativePath().IsMatch(text) && !text.Split('/').Contains("..", StringComparer.Ordinal);

    /// <summary>Nothing that a shell or YAML takes for more than text.</summary>
    [GeneratedRegex(@"^https://[A-Za-z0-9][A-Za-z0-9._~/%+=:@?&,-]*\z")]
    private static partial Regex Address();

    [GeneratedRegex(@"^[A-Za-z0-9._][A-Za-z0-9._/+-]*\z")]
    private static partial Regex RelativePath();

    [GeneratedRegex(@"^[0-9a-fA-F]{64}\z")]
    private static partial Regex Digest();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._:/-]*@sha256:[0-9a-f]{64}\z")]
    private static partial Regex Image();
}
