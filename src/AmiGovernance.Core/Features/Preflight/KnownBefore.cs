using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Preflight.Found;

namespace AmiGovernance.Core.Features.Preflight;

/// <summary>
/// What files named before a change. Lines may have moved: a reference is the same by its file, its subject and its image.
/// </summary>
internal sealed class KnownBefore
{
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);

    public KnownBefore(ReferenceSink sink)
    {
        foreach (var reference in sink.References)
            Add(Key(reference));
        foreach (var finding in sink.Findings.ToSorted())
            Add(Key(finding));
    }

    private void Add(string key) => counts[key] = counts.GetValueOrDefault(key) + 1;

    /// <summary>Each is taken once: what stands there twice now, and stood there once, is new once.</summary>
    public bool IsNew(ImageReference reference) => IsNew(Key(reference));

    public bool IsNew(Diagnostic finding) => IsNew(Key(finding));

    private bool IsNew(string key)
    {
        if (counts.GetValueOrDefault(key) == 0)
            return true;
        counts[key]--;
        return false;
    }

    private static string Key(ImageReference reference) =>
        string.Join(
            '\n',
            [
                reference.Location.Source.Path,
                reference.Subject,
                reference.Action,
                reference.Region?.Value,
                reference.Account?.Value,
                .. reference.Images.Select(i => i.ToString()),
            ]
        );

    private static string Key(Diagnostic finding) =>
        string.Join('\n', [finding.Location.Source.Path, finding.Code, finding.Message]);
}
