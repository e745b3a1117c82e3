using System.Collections.Immutable;
using System.Text;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Adoption;

/// <summary>What policies that others made say of images, and the configuration that says the same.</summary>
/// <param name="Complete">Every policy that governs images could be read.</param>
/// <param name="Policies">Those that govern images.</param>
/// <param name="Mode">In which ours begin.</param>
/// <param name="Carrier">Who deploys afterwards.</param>
/// <param name="Verdicts">How ours are to theirs.</param>
/// <param name="Difference">What changes in meaning.</param>
/// <param name="NotCarriedOver">What the configuration cannot say.</param>
/// <param name="Added">What ours add, in sentences.</param>
/// <param name="Notes">What a person must know or decide, in sentences.</param>
/// <param name="Configuration">The text of the configuration file.</param>
public sealed record AdoptionDocument(
    bool Complete,
    ImmutableArray<AdoptedPolicyPart> Policies,
    [OneOf<AllowedImagesState>] string Mode,
    [OneOf<Carrier>] string Carrier,
    AdoptionVerdictsPart Verdicts,
    DifferencePart Difference,
    ImmutableArray<NotCarriedPart> NotCarriedOver,
    ImmutableArray<string> Added,
    ImmutableArray<string> Notes,
    string Configuration
) : ReportDocument
{
    public static AdoptionDocument Of(AdoptionReport report) =>
        new(
            report.IsWhole,
            [.. report.Found.Select(AdoptedPolicyPart.Of)],
            report.Mode.Name(),
            report.Carrier.Name(),
            new(report.Declarative.Name(), report.Scp.Name()),
            DifferencePart.Of(report.Difference),
            [.. report.NotCarried.Select(n => new NotCarriedPart(n.Policy, n.PolicyId, n.Path, n.Meaning, n.Becomes))],
            report.Added,
            report.Notes,
            Encoding.UTF8.GetString(report.Configuration.Span)
        );
}

/// <param name="DeclarativePolicy">Of that layer.</param>
/// <param name="ServiceControlPolicy">Of that layer.</param>
public sealed record AdoptionVerdictsPart(
    [OneOf<LayerVerdict>] string DeclarativePolicy,
    [OneOf<LayerVerdict>] string ServiceControlPolicy
);

/// <param name="Id">As AWS has given it.</param>
/// <param name="Name">Unique for its type.</param>
/// <param name="Type">As Organizations names it.</param>
/// <param name="Targets">Where it is attached.</param>
/// <param name="WrittenBy">Who probably wrote it.</param>
/// <param name="Fate">What becomes of it.</param>
/// <param name="Reason">Why it is not replaced; empty where it is.</param>
public sealed record AdoptedPolicyPart(
    string Id,
    string Name,
    [OneOf<OrganizationPolicyType>] string Type,
    ImmutableArray<string> Targets,
    string WrittenBy,
    [OneOf<PolicyFate>] string Fate,
    string Reason
)
{
    internal static AdoptedPolicyPart Of(FoundPolicy found) =>
        new(
            found.Policy.Id,
            found.Policy.Name,
            found.Policy.Type.Name(),
            found.Targets,
            found.Writer,
            found.Fate.Name(),
            found.Reason
        );
}

/// <param name="Policy">Its name.</param>
/// <param name="PolicyId">As AWS has given it.</param>
/// <param name="Path">Where in the policy.</param>
/// <param name="Meaning">What it says.</param>
/// <param name="Becomes">What becomes of that.</param>
public sealed record NotCarriedPart(string Policy, string PolicyId, string Path, string Meaning, string Becomes);
