using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Features.Manual;

/// <summary>A file of a distribution as a release's SHA256SUMS lists it: `CHECKSUM  DISTRIBUTION/PATH`.</summary>
internal sealed record PublishedFile(string Path, string Sha256)
{
    private const int ChecksumLength = 64;

    /// <summary>Whatever else stands in the list, such as archives, is not of the distribution.</summary>
    /// <param name="unread">The lines that name the distribution and are in no form that is read here.</param>
    public static IReadOnlyList<PublishedFile> Of(
        string distribution,
        SourceText checksums,
        out IReadOnlyList<string> unread
    )
    {
        var prefix = $"{distribution}/";
        var lines = System
            .Text.Encoding.UTF8.GetString(checksums.Bytes.Span)
            .TrimStart('\ufeff')
            .Split('\n')
            .Select(line => line.TrimEnd('\r'))
            .Select(line => (Text: line, File: Read(line, prefix)))
            .ToList();
        unread =
        [
            .. lines
                .Where(line => line.File is null && line.Text.Contains(prefix, StringComparison.Ordinal))
                .Select(line => line.Text),
        ];
        return [.. lines.Select(line => line.File).OfType<PublishedFile>()];
    }

    /// <summary>As `sha256sum` writes a line: with `*` before the name for a file that was read as binary.</summary>
    private static PublishedFile? Read(string line, string prefix)
    {
        if (line.Length <= ChecksumLength + 2 || !line[..ChecksumLength].All(char.IsAsciiHexDigit))
            return null;
        var (mark, name) = (line[ChecksumLength..(ChecksumLength + 2)], line[(ChecksumLength + 2)..]);
        if (mark is not ("  " or " *") || !name.StartsWith(prefix, StringComparison.Ordinal))
            return null;
        var path = name[prefix.Length..];
        // Nothing outside of the program's folder is read, whatever the list says.
        return path.Split('/').Any(part => part is "" or "." or "..")
            ? null
            : new PublishedFile(path, line[..ChecksumLength].ToLowerInvariant());
    }
}
