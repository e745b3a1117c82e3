using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>Says what both layers make of one call and why.</summary>
/// <param name="files">The policies of a folder, an organization file, and policies that take part beside them.</param>
/// <param name="live">When it is given, it says what policies reach the account, and whose the image is.</param>
public sealed class ExplainCall(IFileReader files, ILiveAccount? live, CallDefaults defaults)
{
    /// <summary>Explains by the policies of AWS, of an organization file or of a folder, in this order.</summary>
    /// <param name="bag">Takes what is wrong with the files; with errors there is no explanation.</param>
    public async Task<ExplainOutcome> Run(ExplainRequest request, DiagnosticBag bag, CancellationToken cancel)
    {
        var input = live is null ? request.Call : await WithOwner(live, request.Call, cancel);
        if (input is { ImageOwner: null, Image: not null } && request.KnownImage is { } known)
            input = input.WithImage(known);
        if (input.Build(defaults, out var problem) is not { } built)
            return new ExplainOutcome(null, problem);
        if (live is null && request.OrganizationPath is null)
            return ByFolder(built, request, bag);
        var organization = live is null
            ? OrganizationFile.Read(files, request.OrganizationPath ?? "", bag)
            : await live.ReadPolicies(built.Call.Account, cancel);
        return organization is null ? ExplainOutcome.Reported : ByOrganization(built, organization, request, bag);
    }

    /// <summary>Whose the image is, when only its id is given and the caller's account sees it.</summary>
    private static async Task<CallInput> WithOwner(ILiveAccount live, CallInput input, CancellationToken cancel)
    {
        var region = live.Region;
        if (input.Image is not { } id || input.ImageOwner is not null)
            return input;
        // What is no Region is reported when the call is built.
        if (input.Region is { } given && !RegionName.TryParse(given, out region))
            return input;
        if (await live.FindImage(region, id, cancel) is not { } found)
            return input;
        return input.WithImage(found) with { Region = region.Value };
    }

    private ExplainOutcome ByFolder(BuiltCall built, ExplainRequest request, DiagnosticBag bag)
    {
        var caller = built.By(request.InManagementAccount, request.IsServiceLinkedRole);
        if (request.Origin is { } origin && ConfiguredPolicies.StandsIn(origin, request.Folder, files))
            return ConfiguredPolicies.Generate(origin, request.Others, files, bag) is { } generated
                ? ExplainOutcome.Of(
                    Explained(built, caller, generated.Policies, request) with
                    {
                        Origin = origin,
                        Mode = generated.Mode,
                    }
                )
                : ExplainOutcome.Reported;
        return PolicySet.Read(request.Folder, request.Others, files, bag) is { } policies
            ? ExplainOutcome.Of(Explained(built, caller, policies, request))
            : ExplainOutcome.Reported;
    }

    private static Explanation Explained(BuiltCall built, Caller caller, PolicySet policies, ExplainRequest request)
    {
        var explanation = Explanation.Of(built.Call, built.Image, caller, policies);
        return explanation with
        {
            Refusal = request.Refusal?.By(policies.Declarative),
            IsByAnyAccount = built.IsByAnyAccount,
            OwnerNote = built.Note,
            NotJudged = [.. explanation.NotJudged, .. UnjudgedPolicies.Of(request.Refusal, policies)],
        };
    }

    private ExplainOutcome ByOrganization(
        BuiltCall built,
        Organization organization,
        ExplainRequest request,
        DiagnosticBag bag
    )
    {
        var account = built.Call.Account;
        if (organization.Account(account) is null)
            return ExplainOutcome.Of(
                new CallProblem($"account {account} is not in the organization of `{request.OrganizationPath}`")
            );
        var caller = built.By(account == organization.ManagementAccount, request.IsServiceLinkedRole);
        var index = OrganizationIndex.Of(organization);
        return PolicySet.Of(index, account, request.Others, files, bag) is { } policies
            ? ExplainOutcome.Of(InOrganization(Explained(built, caller, policies, request), organization))
            : ExplainOutcome.Reported;
    }

    private static Explanation InOrganization(Explanation explanation, Organization organization) =>
        explanation with
        {
            Refusal = Deployers.By(explanation.Refusal, organization, explanation.Denied),
        };
}
