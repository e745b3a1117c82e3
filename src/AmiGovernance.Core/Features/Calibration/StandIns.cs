using System.Globalization;
using System.Text.RegularExpressions;

namespace AmiGovernance.Core.Features.Calibration;

/// <summary>
/// Puts stand-ins in the place of everything that tells whose organization it was: the same for the same, and of the same form, so that
/// texts can still be read. A text that has been through it once stays as it is.
/// </summary>
internal sealed partial class StandIns
{
    /// <summary>No text of AWS that an experiment asks for is so long without a blank; encoded messages and tokens are.</summary>
    private const string Removed = "(removed)";

    private readonly Dictionary<string, string> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);

    /// <summary>A text that the rules below do not bring to rest could still tell something: nothing of it is kept.</summary>
    public string Replace(string text)
    {
        var replaced = Once(text);
        return Once(replaced) == replaced ? replaced : Removed;
    }

    private string Once(string text)
    {
        text = Long().Replace(text, Removed);
        text = Email().Replace(text, m => Of(m.Value, "mail", n => $"user-{n}@example.com"));
        text = Uuid().Replace(text, m => Of(m.Value, "uuid", n => $"00000000-0000-0000-0000-a{n:d11}"));
        text = AccessKey().Replace(text, Removed);
        text = Address().Replace(text, m => Of(m.Value, "address", _ => "192.0.2.1"));
        text = Name()
            .Replace(text, m => $"{m.Groups["kind"].Value}/{Of(m.Groups["name"].Value, "name", n => $"name-{n}")}");
        text = Account().Replace(text, m => Of(m.Value, "account", n => $"{n:d12}"));
        text = Unit().Replace(text, m => Of(m.Value, "ou-0000", n => $"ou-0000-{n:d8}"));
        text = Root().Replace(text, m => Of(m.Value, "r", _ => "r-0000"));
        text = OrganizationOrPolicy().Replace(text, m => OfKind(m, 10));
        return Resource().Replace(text, m => OfKind(m, 17));
    }

    private string OfKind(Match found, int digits)
    {
        var kind = found.Groups["kind"].Value;
        return Of(found.Value, kind, n => $"{kind}-{n.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0')}");
    }

    private string Of(string original, string kind, Func<int, string> standIn)
    {
        if (known.TryGetValue(original, out var stands))
            return stands;
        var number = counts[kind] = counts.GetValueOrDefault(kind) + 1;
        stands = standIn(number);
        // Stands for itself from now on.
        known[stands] = stands;
        return known[original] = stands;
    }

    [GeneratedRegex(@"[A-Za-z0-9+/_=-]{80,}")]
    private static partial Regex Long();

    [GeneratedRegex(@"[\w.+-]+@[\w-]+(\.[\w-]+)+", RegexOptions.ExplicitCapture)]
    private static partial Regex Email();

    [GeneratedRegex(
        @"(?<![0-9A-Za-z])[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![0-9A-Za-z])",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Uuid();

    /// <summary>IAM user guide, "IAM identifiers", unique ids: of users, roles and access keys too.</summary>
    [GeneratedRegex(
        @"(?<![0-9A-Za-z])(AKIA|ASIA|AIDA|AROA|ABIA|ACCA|AGPA|AIPA|ANPA|ANVA|APKA|ASCA)[A-Z0-9]{12,}",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex AccessKey();

    [GeneratedRegex(@"(?<![0-9A-Za-z])[0-9]{1,3}(\.[0-9]{1,3}){3}(?![0-9A-Za-z])", RegexOptions.ExplicitCapture)]
    private static partial Regex Address();

    [GeneratedRegex(
        @"(?<![0-9A-Za-z])(?<kind>assumed-role|role|user|federated-user)/(?<name>[\w+=,.@/-]+)",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Name();

    [GeneratedRegex(@"(?<![0-9A-Za-z])[0-9]{12}(?![0-9A-Za-z])")]
    private static partial Regex Account();

    [GeneratedRegex(@"(?<![0-9A-Za-z])ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}(?![0-9A-Za-z])")]
    private static partial Regex Unit();

    [GeneratedRegex(@"(?<![0-9A-Za-z])r-[0-9a-z]{4,32}(?![0-9A-Za-z])")]
    private static partial Regex Root();

    [GeneratedRegex(@"(?<![0-9A-Za-z])(?<kind>o|p)-[0-9a-zA-Z_]{8,128}(?![0-9A-Za-z])", RegexOptions.ExplicitCapture)]
    private static partial Regex OrganizationOrPolicy();

    /// <summary>Nobody's image, with which experiments ask for one that is not there, stays.</summary>
    [GeneratedRegex(
        @"(?<![0-9A-Za-z])(?<kind>ami|i|snap|vol|eni|subnet|vpc|sg|key|lt|rtb|igw)-(?!0{17}(?![0-9A-Za-z]))[0-9a-f]{8,17}(?![0-9A-Za-z])",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Resource();
}
