using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Handover.Formats;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Handover;

/// <summary>Turns what is to be deployed into the files of another system that deploys it.</summary>
/// <param name="git">Tells who decided on exceptions; null where there is no repository to ask.</param>
/// <param name="today">The day (UTC) for which the policies must be generated.</param>
public sealed class ExportPolicies(IFileStore files, ICommitReader? git, DateOnly today)
{
    /// <summary>The record of an export, beside its files.</summary>
    public const string RecordPath = "amigov-export.json";

    private const string Version = "1.0";

    /// <summary>Null with a report when the policies are not fit to be deployed, or the carrier cannot bring them.</summary>
    public PolicyExport? Run(ExportRequest request, DiagnosticBag bag)
    {
        var repository = ValidatedRepository.Read(request.ConfigPath, request.Folder, files, git, today, bag);
        var organization = ReadOrganization(request, bag);
        if (repository is null || bag.HasErrors)
            return null;
        if (Desired(request, repository, organization, bag) is not { } desired)
            return null;

        var state = new CarriedState(
            new CarriedPolicies(desired, organization).All(),
            desired.Tags,
            RenderDates(repository.Config),
            repository.Config.Policy.Partition
        )
        {
            Organization = organization,
            Account = request.Account ?? organization?.ManagementAccount,
            Source = $"Made by `amigov export {request.Carrier.Name()}`: change {request.ConfigPath} instead.",
        };
        var format = FormatOf(request.Carrier);
        return Check(request, state, format, bag) ? Export(request, state, format) : null;
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

    private Organization? ReadOrganization(ExportRequest request, DiagnosticBag bag) =>
        request.OrganizationPath is { } path && files.Read(path, bag) is { } source
            ? OrganizationReader.Read(source, bag)
            : null;

    /// <summary>With the stages that are enforced, and those that are asked for.</summary>
    private DesiredState? Desired(
        ExportRequest request,
        ValidatedRepository repository,
        Organization? organization,
        DiagnosticBag bag
    )
    {
        var wanted = DesiredState.Of(repository.Config, repository.Dist);
        if (organization is null)
            return request.Stages.IsEmpty ? wanted : Needs(request, ["where the stages lie in the organization"], bag);
        var index = OrganizationIndex.Of(organization);
        var problems = wanted
            .TargetsIn(organization)
            .Where(t => index.PathTo(t).IsEmpty)
            .Select(t => $"{t} of `targets` is not in the organization {organization.Id}")
            .Concat(StageProblems(request, repository, wanted, index))
            .ToList();
        foreach (var problem in problems)
            Report(request, HandoverDiagnostics.NotCarried, problem, help: null, bag);
        return problems.Count == 0 ? KeptStages.In(wanted, repository, organization, today, request.Stages) : null;
    }

    private static IEnumerable<string> StageProblems(
        ExportRequest request,
        ValidatedRepository repository,
        DesiredState wanted,
        OrganizationIndex index
    )
    {
        if (!request.Stages.IsEmpty && repository.Dist.Mode != AllowedImagesState.AuditMode)
            return ["the policies enforce everywhere: stages are enforced beside policies in audit mode"];
        return request.Stages.Select(s => StagedEnforcement.Problem(s, wanted, index)).OfType<string>();
    }

    private ImmutableArray<RenderDate> RenderDates(GovernanceConfig config) =>
        [
            .. config
                .Exceptions.Where(e => e.IsActive(today))
                .Select(e => new RenderDate(e.ExpiresOn!.Value, e.AccountId.Value, e.Ticket ?? ""))
                .OrderBy(d => d.On)
                .ThenBy(d => d.Account, StringComparer.Ordinal),
        ];

    private static bool Check(ExportRequest request, CarriedState state, ICarrierFormat format, DiagnosticBag bag)
    {
        List<string> missing = [.. format.Missing(state)];
        if (missing.Count > 0)
        {
            Needs(request, missing, bag);
            return false;
        }
        List<string> problems = [.. format.Problems(state)];
        foreach (var problem in problems)
            Report(request, HandoverDiagnostics.NotCarried, problem, "change it in the configuration", bag);
        return problems.Count == 0;
    }

    /// <returns>Null always.</returns>
    private static DesiredState? Needs(ExportRequest request, IReadOnlyList<string> missing, DiagnosticBag bag)
    {
        var what = string.Join("; ", missing);
        var help = request.OrganizationPath is null
            ? "`amigov org export organization.json` reads it; then give `--org organization.json`"
            : "the file does not have it: `amigov org export` reads it again";
        Report(request, HandoverDiagnostics.NeedsOrganization, $"not known: {what}", help, bag);
        return null;
    }

    private static void Report(
        ExportRequest request,
        DiagnosticDescriptor descriptor,
        string message,
        string? help,
        DiagnosticBag bag
    ) => bag.Add(Diagnostic.About($"export {request.Carrier.Name()}", descriptor, message, help));

    private static PolicyExport Export(ExportRequest request, CarriedState state, ICarrierFormat format)
    {
        List<GeneratedFile> made = [.. format.Files(state)];
        var export = new PolicyExport(Version, request.Carrier.Name())
        {
            OrganizationId = state.Organization?.Id,
            Policies = [.. state.Policies.Select(Exported)],
            RenderAgain = state.RenderAgain,
            Notes = format.Notes,
            Files = [.. made.Select(f => f.Path).Append(RecordPath).Order(StringComparer.Ordinal)],
        };
        return export with { Contents = [.. made, new GeneratedFile(RecordPath, PolicyExportJson.Bytes(export))] };
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
