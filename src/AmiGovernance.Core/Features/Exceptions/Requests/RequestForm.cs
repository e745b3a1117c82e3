using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace AmiGovernance.Core.Features.Exceptions.Requests;

/// <summary>
/// Reads the runbook's form, filled in: lines of `Label: value`. A line that starts with no known label goes on with the field
/// before it; a value in brackets is a hint that nobody has replaced.
/// </summary>
public static partial class RequestForm
{
    private static readonly (string Label, Func<RequestDraft, string, RequestDraft> Set)[] OtherFields =
    [
        (
            "Accounts That Launch the Images",
            (d, v) => d with { UsableBy = [.. v.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)] }
        ),
        ("Images Built in the Account", (d, v) => d with { MayCreateImages = IsYes(v) }),
        ("Outside Organization", (d, v) => d with { OutsideOrganization = IsYes(v) }),
    ];

    private static readonly FrozenDictionary<string, Func<RequestDraft, string, RequestDraft>> Fields = RequestField
        .All.Select(f => (f.Label, f.Set))
        .Concat(OtherFields)
        .ToFrozenDictionary(f => f.Label, f => f.Set, StringComparer.OrdinalIgnoreCase);

    public static RequestDraft Read(string text)
    {
        var (draft, label, lines) = (new RequestDraft(), (string?)null, new List<string>());
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var match = Line().Match(line);
            if (match.Success && Fields.ContainsKey(match.Groups["label"].Value))
            {
                draft = Put(draft, label, lines);
                (label, lines) = (match.Groups["label"].Value, [match.Groups["value"].Value.Trim()]);
            }
            else if (label is not null)
                lines.Add(line.Trim());
        }
        return Put(draft, label, lines);
    }

    private static RequestDraft Put(RequestDraft draft, string? label, List<string> lines)
    {
        var value = string.Join('\n', lines).Trim();
        var isHint = value.StartsWith('[') && value.EndsWith(']');
        return label is null || value.Length == 0 || isHint ? draft : Fields[label](draft, value);
    }

    private static bool IsYes(string text) => text.StartsWith("yes", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^\s*(?:[-*]\s+)?\**(?<label>[A-Za-z][A-Za-z ]*?)\**\s*:\**\s*(?<value>.*)$")]
    private static partial Regex Line();
}
