using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>An alias of which no source says what `ec2:Owner` is: the SCP may deny its images although they are listed.</summary>
internal static class AliasNotVerified
{
    public static readonly Rule Rule = new(
        new DiagnosticDescriptor("AMI0224", Severity.Note, "alias whose `ec2:Owner` is not verified"),
        Check
    );

    private static void Check(RuleInput input, DiagnosticBag bag)
    {
        foreach (var alias in input.Config.Aliases.Where(a => a.Alias == AwsFacts.UnverifiedAlias.Value))
            bag.Report(
                Rule.Descriptor,
                input.At(alias.Node),
                $"AWS does not say what `ec2:Owner` is for images of `{alias.Alias.DeclarativeName()}`:"
                    + $" the service control policy allows `{alias.Alias.IamName()}`, and may deny them",
                "try the launch of such an image with `--dry-run` before enforcement"
            );
    }
}
