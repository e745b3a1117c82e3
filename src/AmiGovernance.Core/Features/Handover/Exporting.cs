using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Handover.Formats;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Handover;

/// <summary>One export.</summary>
/// <param name="repository">Configuration and policies that are fit to be deployed.</param>
/// <param name="files">Hold the record of the export before this one.</param>
/// <param name="bag">Takes what stands in the way.</param>
internal sealed class Exporting(
    ExportRequest request,
    ValidatedRepository repository,
    Carrier carrier,
    IFileReader files,
    DateOnly today,
    DiagnosticBag bag
)
{
    private const string Version = "1.0";

    private readonly Organization? organization = request.Organization is { } read
        ? NamedPolicies.Recognize(read, repository.Config, carrier)
        : null;

    private readonly ICarrierFormat format = FormatOf(carrier);

    private Reading<PolicyExport> earlier;

    /// <summary>Null with a report when the carrier cannot bring what is wanted, or nobody knows what the export before brought.</summary>
    public PolicyExport? Run()
    {
        earlier = PolicyExport.Read(files, Folder);
        bag.AddRange(earlier.Findings);
        if (!earlier.Findings.IsEmpty)
            return null;
        if (Desired() is not { } desired)
            return null;
        var state = new CarriedState(
            new CarriedPolicies(desired, organization).All(),
            desired.Tags,
            RenderDates(),
            repository.Config.Policy.Partition
        )
        {
            Account = request.Account ?? organization?.ManagementAccount,
            Source =
                $"Made by {SuggestedCommand.Of($"amigov export {carrier.Name()}")}: change {request.ConfigPath} instead.",
        };
        if (!IsFit(state))
            return null;
        ImmutableArray<GeneratedFile> made = [.. format.Files(state)];
        return KnowsEarlier(made) && KnowsElsewhere() ? Export(state, made) : null;
    }

    private bool MayEndStages =>
        repository.Dist.Mode == AllowedImagesState.AuditMode && organization is null && earlier.Value is null;

    /// <summary>Files of an export without its record may enforce stages, which this one would end without a word.</summary>
    private bool KnowsEarlier(ImmutableArray<GeneratedFile> made)
    {
        if (!MayEndStages || !made.Any(f => files.Exists($"{Folder}/{f.Path}")))
            return true;
        Report(
            HandoverDiagnostics.NeedsOrganization,
            $"not known: what is enforced; files of an earlier export are in {Folder}, and their record {PolicyExport.RecordPath} is not",
            "restore it from version control; where it is lost, `amigov org export organization.json` reads what is enforced:"
                + " then give `--org organization.json`"
        );
        return false;
    }

    /// <summary>The same of the exports for another carrier or into another folder, and of what amigov itself deployed.</summary>
    private bool KnowsElsewhere()
    {
        if (!MayEndStages)
            return true;
        var found = EarlierStages.Find(Folder, repository.Config.Deployment, files, bag);
        if (found is { } enforced)
            Report(
                HandoverDiagnostics.NeedsOrganization,
                $"not known: what is enforced; {enforced.Path} names {string.Join(", ", enforced.Stages)}",
                "`amigov org export organization.json` reads what is enforced: then give `--org organization.json`"
            );
        return found is null && !bag.HasErrors;
    }

    private static ICarrierFormat FormatOf(Carrier carrier) =>
        carrier switch
        {
            Carrier.Terraform => new TerraformFormat(),
            Carrier.CloudFormation => new CloudFormationFormat(),
            Carrier.StackSet => new StackSetFormat(),
            Carrier.Lza => new LzaFormat(),
            Carrier.Cfct => new CfctFormat(),
            _ => throw new ArgumentOutOfRangeException(nameof(carrier), carrier, "amigov needs no files"),
        };

    /// <summary>With the stages that are enforced, and those that are asked for.</summary>
    private DesiredState? Desired()
    {
        var wanted = DesiredState.Of(repository.Config, repository.Dist);
        if (organization is null)
        {
            if (Stages.IsEmpty)
                return wanted;
            ReportMissing(["where the stages lie in the organization"]);
            return null;
        }
        List<string> problems = [.. TargetProblems(wanted, organization), .. StageProblems(wanted, organization)];
        foreach (var problem in problems)
            Report(HandoverDiagnostics.NotCarried, problem, help: null);
        return problems.Count == 0 ? KeptStages.With(Stages, wanted, repository, organization, today) : null;
    }

    private ImmutableArray<string>? stages;

    private ImmutableArray<string> Stages => stages ??= FindStages();

    /// <summary>
    /// Those that are asked for, beside those of the export before: what it brought may not be carried out yet, and what was taken back
    /// in it may still be there. Without one they are read from the organization.
    /// </summary>
    private ImmutableArray<string> FindStages()
    {
        if (repository.Dist.Mode != AllowedImagesState.AuditMode)
            return request.Stages;
        var known = earlier.Value?.Stages;
        known ??= organization is null ? [] : StagedEnforcement.StagesOf(organization, repository.Config.Policy);
        var asked = request.Stages.Select(s => s == OrganizationTarget.Root ? organization?.RootId ?? s : s);
        return [.. known.Value.Union(asked).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> TargetProblems(DesiredState wanted, Organization organization) =>
        wanted
            .TargetsIn(organization)
            .Where(target => OrganizationIndex.Of(organization).PathTo(target).IsEmpty)
            .Select(target => $"{target} of `targets` is not in the organization {organization.Id}");

    private IEnumerable<string> StageProblems(DesiredState wanted, Organization organization)
    {
        if (!request.Stages.IsEmpty && repository.Dist.Mode != AllowedImagesState.AuditMode)
            return ["the policies enforce everywhere: stages are enforced beside policies in audit mode"];
        var index = OrganizationIndex.Of(organization);
        return Stages.Select(s => StagedEnforcement.Problem(s, wanted, index)).OfType<string>();
    }

    private ImmutableArray<RenderDate> RenderDates() =>
        [
            .. repository
                .Config.Exceptions.Where(e => e.IsActive(today))
                .Select(e => new RenderDate(e.ExpiresOn!.Value, e.AccountId.Value, e.Ticket ?? ""))
                .OrderBy(d => d.On)
                .ThenBy(d => d.Account, StringComparer.Ordinal),
        ];

    private bool IsFit(CarriedState state)
    {
        List<string> missing = [.. format.Missing(state)];
        if (missing.Count > 0)
        {
            ReportMissing(missing);
            return false;
        }
        List<string> problems = [.. AccountProblem(), .. format.Problems(state)];
        foreach (var problem in problems)
            Report(HandoverDiagnostics.NotCarried, problem, "change it in the configuration");
        return problems.Count == 0;
    }

    private IEnumerable<string> AccountProblem()
    {
        if (request.Account is { } account && organization is not null && organization.Account(account) is null)
            yield return $"account {account} is not in the organization {organization.Id}";
    }

    private void ReportMissing(IReadOnlyList<string> missing) =>
        Report(
            HandoverDiagnostics.NeedsOrganization,
            $"not known: {string.Join("; ", missing)}",
            organization is null
                ? "`amigov org export organization.json` reads it; then give `--org organization.json`"
                : "the file does not have it: `amigov org export` reads it again"
        );

    private void Report(DiagnosticDescriptor descriptor, string message, string? help) =>
        bag.Add(Diagnostic.About($"export {carrier.Name()}", descriptor, message, help));

    private PolicyExport Export(CarriedState state, ImmutableArray<GeneratedFile> made)
    {
        var export = new PolicyExport(Version, carrier.Name())
        {
            Folder = Folder,
            OrganizationId = organization?.Id,
            Policies = [.. state.Policies.Select(Exported)],
            Stages = Stages,
            RenderAgain = state.RenderAgain,
            Notes = format.Notes(state),
            Files = [.. made.Select(f => f.Path).Append(PolicyExport.RecordPath).Order(StringComparer.Ordinal)],
        };
        return export with
        {
            ByHand = ByHand(state),
            Contents = [.. made, new GeneratedFile(PolicyExport.RecordPath, PolicyExportJson.Bytes(export))],
        };
    }

    private ImmutableArray<string>? ByHand(CarriedState state)
    {
        if (earlier.Value is not { } before)
            return null;
        if (before.Carrier == carrier.Name())
        {
            ImmutableArray<string> left = [.. format.LeftBehind(EarlierPolicies(before), state)];
            return left.IsEmpty ? null : left;
        }
        var title = Carriers.FromName(before.Carrier)?.Title() ?? before.Carrier;
        return
        [
            $"{title} had its files in {Folder}: it must let go of the policies before it runs again, or it takes them away",
        ];
    }

    private ImmutableArray<EarlierPolicy> EarlierPolicies(PolicyExport before) =>
        [
            .. from policy in before.Policies.IsDefault ? [] : before.Policies
            where policy is { Name: not null, Targets.IsDefault: false }
            let type = OrganizationPolicyTypes.FromName(policy.Type)
            where type is not null
            let isForStages = StagedEnforcement.IsForStages(type.Value, policy.Name, repository.Config.Policy)
            select new EarlierPolicy(policy.Name, type.Value, policy.Targets, isForStages),
        ];

    private string Folder
    {
        get
        {
            var deployment = repository.Config.Deployment;
            return request.OutputFolder
                ?? (carrier == deployment.Carrier ? deployment.Folder : DeploymentConfig.DefaultPath(carrier));
        }
    }

    private static ExportedPolicy Exported(CarriedPolicy policy) =>
        new(
            policy.Policy.Name,
            policy.Policy.Type.Name(),
            policy.Policy.Content.Length,
            [.. policy.Targets.Select(t => t.Id ?? OrganizationTarget.Root)]
        )
        {
            Mode = policy.Mode?.Name(),
            ExistingId = policy.Existing?.Id,
        };
}
