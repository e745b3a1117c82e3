using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Preflight.Found;

namespace AmiGovernance.Core.Features.Preflight;

/// <summary>
/// What files named before a change. Lines may have moved: a reference is the same by its file, its subject and its image. Files may
/// have moved too: what a file named that is not there any more is the same in another.
/// </summary>
internal sealed class KnownBefore
{
    private const string AnyFile = "";

    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);

    /// <param name="isThere">Whether a file is still there.</param>
    public KnownBefore(ReferenceSink sink, Func<string, bool> isThere)
    {
        foreach (var reference in sink.References)
            Add(Key(reference, FileOf(reference.Location, isThere)));
        foreach (var finding in sink.Findings.ToSorted())
            Add(Key(finding, FileOf(finding.Location, isThere)));
    }

    private static string FileOf(SourceLocation location, Func<string, bool> isThere) =>
        isThere(location.Source.Path) ? location.Source.Path : AnyFile;

    private void Add(string key) => counts[key] = counts.GetValueOrDefault(key) + 1;

    /// <summary>Each is taken once: what stands there twice now, and stood there once, is new once.</summary>
    public bool IsNew(ImageReference reference) =>
        !Take(Key(reference, reference.Location.Source.Path)) && !Take(Key(reference, AnyFile));

    public bool IsNew(Diagnostic finding) =>
        !Take(Key(finding, finding.Location.Source.Path)) && !Take(Key(finding, AnyFile));

    private bool Take(string key)
    {
        if (counts.GetValueOrDefault(key) == 0)
            return false;
        counts[key]--;
        return true;
    }

    private static string Key(ImageReference reference, string file) =>
        string.Join(
            '\n',
            [
                file,
                reference.Subject,
                reference.Action,
                reference.Region?.Value,
                reference.Account?.Value,
                .. reference.Images.Select(i => i.ToString()),
            ]
        );

    private static string Key(Diagnostic finding, string file) =>
        string.Join('\n', [file, finding.Code, finding.Message]);
}
