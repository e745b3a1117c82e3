using System.Text.RegularExpressions;

namespace AmiGovernance.TestSupport.SecondJudge;

/// <summary>Policy variables (IAM user guide, "IAM policy elements: Variables and tags").</summary>
internal static partial class Variables
{
    /// <summary>The text with its variables filled in; null when one has no single value and no default: then nothing matches.</summary>
    public static string? In(string text, bool isOn, PlainRequest request)
    {
        if (!isOn)
            return text;
        var isMissing = false;
        var filled = Variable()
            .Replace(
                text,
                match =>
                {
                    var name = match.Groups[1].Value;
                    if (name is "*" or "?" or "$")
                        return Glob.Marked(name);
                    if (request.Values(name) is [var value])
                        return Glob.Marked(value);
                    isMissing |= !match.Groups[2].Success;
                    return Glob.Marked(match.Groups[2].Value);
                }
            );
        return isMissing ? null : filled;
    }

    /// <summary>"In the Resource element … only in the resource portion of the ARN", which is after the fifth colon.</summary>
    public static string? InResource(string text, bool isOn, PlainRequest request)
    {
        var parts = text.Split(':', 6);
        if (parts.Length < 6)
            return In(text, isOn, request);
        return In(parts[5], isOn, request) is { } last ? string.Join(':', [.. parts[..5], last]) : null;
    }

    /// <summary>A name, and the default that may follow it: `${aws:PrincipalTag/team, 'none'}`.</summary>
    [GeneratedRegex(@"\$\{\s*([^},]*?)\s*(?:,\s*'([^}]*)')?\s*\}")]
    private static partial Regex Variable();
}
