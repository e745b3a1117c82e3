using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.AcceptanceTests.Judges.Smt;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.TestSupport.Hostile;

namespace AmiGovernance.AcceptanceTests.Judges.Mutants;

/// <summary>Asks `amigov explain` whether a counterexample is one.</summary>
internal static class Explained
{
    /// <summary>The guarantees that something is denied; the others say that something is not.</summary>
    private static readonly ImmutableArray<int> OfDenial = [1, 3, 5, 6, 7, 8, 13, 15];

    private const int AgreementOfLayers = 10;

    /// <summary>Null when it is confirmed, or when there is nothing to ask.</summary>
    public static string? Contradiction(PolicyBundle bundle, GuaranteeResult result)
    {
        string example = result.Counterexample;
        if (example.Length == 0)
            return null;
        using var amigov = new Amigov();
        amigov.Now = new DateTimeOffset(bundle.Today.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        bundle.WriteTo(amigov.Files);
        var arguments = ShellWords.Split(example);
        var (exitCode, output, error) = amigov.Run(["explain", .. arguments, "--output", "json"]);
        if (exitCode is not (0 or 3 or 4))
            return $"exit {exitCode}: {error}";
        using var json = JsonDocument.Parse(output);
        var answers = json.RootElement.GetProperty("service_control_policy").EnumerateArray().ToList();
        // What only some such calls name is left out of this one.
        var touched = TouchedBy(json.RootElement.GetProperty("action").GetString()!);
        answers.RemoveAll(a => !touched.Contains(Kind(a.GetProperty("resource").GetString()!)));
        var isDenied = answers.Exists(a => a.GetProperty("decision").GetString() != "allowed");
        var depends = answers.Exists(a => a.GetProperty("depends").GetArrayLength() > 0);
        // Service-linked roles are bound by the declarative policy alone.
        var byDeclarative = example.Contains("--service-linked-role", StringComparison.Ordinal);
        var declarative =
            json.RootElement.TryGetProperty("declarative_policy", out var d) && d.ValueKind == JsonValueKind.Object
                ? d.GetProperty("verdict").GetString()
                : null;
        if (OfDenial.Contains(result.Number))
            return byDeclarative ? (exitCode == 0 ? null : output) : (isDenied || depends ? output : null);
        var isStopped = declarative == "denied";
        if (result.Number == AgreementOfLayers)
            // What is denied on one resource is denied, whatever the others depend on.
            return isDenied != isStopped && (isDenied || !depends) ? null : output;
        return isDenied || isStopped ? null : output;
    }

    private static HashSet<string> TouchedBy(string action)
    {
        var call = Array.Find(SmtCall.All, c => c.Action.Equals(action, StringComparison.OrdinalIgnoreCase));
        return [.. call!.Required.Concat(call.Usual).Select(r => r.Type.Replace("new-", "", StringComparison.Ordinal))];
    }

    private static string Kind(string resource) => resource[(resource.LastIndexOf(':') + 1)..].Split('/')[0];
}
