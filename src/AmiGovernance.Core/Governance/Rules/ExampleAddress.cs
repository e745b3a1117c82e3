using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>Everybody whose launch is blocked reads the message: an address that only stands for one leads nowhere.</summary>
internal static class ExampleAddress
{
    public static readonly Rule Rule = new(
        new DiagnosticDescriptor("AMI0228", Severity.Error, "address of an example"),
        Check
    );

    private static void Check(RuleInput input, DiagnosticBag bag)
    {
        var root = input.Config.Tree.Root as JsonObject;
        if (root?["policy_config"] is JsonObject policy)
            foreach (var key in new[] { "exception_request_url", "exception_message" })
                Check(input, policy[key], $"`{key}`", bag);
        foreach (var exception in input.Config.Exceptions)
            Check(input, exception.Node["ticket"], $"the ticket of account {exception.AccountId}", bag);
    }

    private static void Check(RuleInput input, JsonNode? node, string what, DiagnosticBag bag)
    {
        if (node is not JsonString { Value: var text } || !ExampleHosts.AreIn(text))
            return;
        bag.Report(
            Rule.Descriptor,
            input.At(node),
            $"{what} names a host that only stands for one in examples",
            "write the address that people in this organization can open, or leave it out"
        );
    }
}
