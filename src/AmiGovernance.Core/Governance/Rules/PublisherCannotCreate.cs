using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>The ops publisher builds the golden images; denied creation, it publishes nothing.</summary>
internal static class PublisherCannotCreate
{
    public static readonly Rule Rule = new(
        new DiagnosticDescriptor("AMI0213", Severity.Warning, "publisher cannot create images"),
        Check
    );

    private static void Check(RuleInput input, DiagnosticBag bag)
    {
        if (!input.Config.Policy.DenyAmiCreationInWorkloads)
            return;
        foreach (
            var publisher in input.Config.Publishers.Where(p =>
                p is { Kind: PublisherKind.Ops, MayCreateImages: false }
            )
        )
            bag.Report(
                Rule.Descriptor,
                input.At(publisher.Node, "may_create_images"),
                $"the ops publisher {publisher.AccountId} may not create images",
                "remove `may_create_images`, or list the account that builds the images too"
            );
    }
}
