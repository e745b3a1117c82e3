using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Features.Exceptions.Requests;

/// <summary>Permanent needs are refused in the runbook's words, whichever way they are written.</summary>
public static class PermanentRequest
{
    /// <summary>Whether a duration or a type says "without an end".</summary>
    public static bool IsMeant(string text) =>
        ExceptionReader.WordsForPermanent.Contains(text.Trim().ToLowerInvariant());

    /// <summary>True with a report when type or duration ask for one.</summary>
    internal static bool Report(ObjectReader root)
    {
        var node = new[] { root.Node["type"], root.Node["duration_days"] }.FirstOrDefault(IsMeant);
        if (node is null)
            return false;

        root.Bag.Report(
            RequestDiagnostics.Permanent,
            root.Tree.At(node),
            "exceptions are not granted for permanent workload requirements",
            "use the approved golden images and customize by user data; what the whole organization shall trust becomes a"
                + " vendor publisher; an account that must leave an old pipeline asks for `migration`"
        );
        return true;
    }

    private static bool IsMeant(JsonNode? node) =>
        node switch
        {
            JsonString text => IsMeant(text.Value),
            JsonNumber number => number.Text == "0",
            JsonNull => true,
            _ => false,
        };
}
