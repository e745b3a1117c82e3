using System.Text.RegularExpressions;

namespace AmiGovernance.Core.Features.Exceptions.Requests;

/// <summary>
/// Reads the runbook's form, filled in: lines of `Label: value`. A line that starts with no known label goes on with the field
/// before it; a value in brackets is a hint that nobody has replaced.
/// </summary>
public static partial class RequestForm
{
    private static readonly Dictionary<string, Func<RequestDraft, string, RequestDraft>> Fields = new(
        StringComparer.OrdinalIgnoreCase
    )
    {
        ["AWS Account ID"] = (d, v) => d with { AccountId = v },
        ["Exception Type"] = (d, v) => d with { Type = v },
        ["Business Justification"] = (d, v) => d with { BusinessJustification = v },
        ["Duration Requested"] = (d, v) => d with { Duration = v },
        ["Workload Description"] = (d, v) => d with { WorkloadDescription = v },
        ["Security Review"] = (d, v) => d with { SecurityReview = v },
        ["Migration Plan"] = (d, v) => d with { MigrationPlan = v },
        ["Technical Contact"] = (d, v) => d with { TechnicalContact = v },
        ["Sponsor"] = (d, v) => d with { Sponsor = v },
        ["Requested By"] = (d, v) => d with { RequestedBy = v },
        ["Accounts That Launch the Images"] = (d, v) =>
            d with
            {
                UsableBy = [.. v.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)],
            },
        ["Images Built in the Account"] = (d, v) =>
            d with
            {
                MayCreateImages = v.StartsWith("yes", StringComparison.OrdinalIgnoreCase),
            },
        ["Outside Organization"] = (d, v) =>
            d with
            {
                OutsideOrganization = v.StartsWith("yes", StringComparison.OrdinalIgnoreCase),
            },
    };

    public static RequestDraft Read(string text)
    {
        var (draft, label, lines) = (new RequestDraft(), (string?)null, new List<string>());
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var match = Line().Match(line);
            if (!match.Success || !Fields.ContainsKey(match.Groups["label"].Value))
            {
                if (label is not null)
                    lines.Add(line.Trim());
                continue;
            }
            draft = Put(draft, label, lines);
            (label, lines) = (match.Groups["label"].Value, [match.Groups["value"].Value.Trim()]);
        }
        return Put(draft, label, lines);
    }

    private static RequestDraft Put(RequestDraft draft, string? label, List<string> lines)
    {
        var value = string.Join('\n', lines).Trim();
        return label is null || value.Length == 0 || value.StartsWith('[') && value.EndsWith(']')
            ? draft
            : Fields[label](draft, value);
    }

    [GeneratedRegex(@"^\s*(?:[-*]\s+)?\**(?<label>[A-Za-z][A-Za-z ]*?)\**\s*:\**\s*(?<value>.*)$")]
    private static partial Regex Line();
}
