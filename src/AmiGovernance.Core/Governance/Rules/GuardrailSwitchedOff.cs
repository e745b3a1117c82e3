using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>A guardrail that the configuration leaves out.</summary>
internal static class GuardrailSwitchedOff
{
    public static readonly Rule Rule = new(
        new DiagnosticDescriptor("AMI0221", Severity.Warning, "guardrail switched off"),
        Check
    );

    private static void Check(RuleInput input, DiagnosticBag bag)
    {
        var policy = (input.Config.Tree.Root as JsonObject)?["policy_config"] as JsonObject;
        if (policy is null)
            return;
        if (!input.Config.Policy.BlockPublicAmiSharing)
            bag.Report(
                Rule.Descriptor,
                input.At(policy, "block_public_ami_sharing"),
                "images may be shared publicly: neither layer stops it",
                "remove the key or set it to true"
            );
        foreach (var attribute in DeclarativeAttributes.Optional)
            if (input.Config.Policy.OptionalStates.GetValueOrDefault(attribute.Name) == attribute.Weakest)
                bag.Report(
                    Rule.Descriptor,
                    input.At(policy, attribute.Name),
                    attribute.States[0].Begins,
                    "remove the key to leave it to each account, or block it"
                );
        if (!input.Config.Policy.DenyAmiCreationInWorkloads)
            bag.Report(
                Rule.Descriptor,
                input.At(policy, "deny_ami_creation_in_workloads"),
                "every account may create, copy and import images",
                "remove the key or set it to true; an account's own images pass the declarative policy"
            );
    }
}
