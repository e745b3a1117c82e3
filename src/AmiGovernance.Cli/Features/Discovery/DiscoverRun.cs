using System.Collections.Immutable;
using AmiGovernance.Aws;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Features.Impact;
using AmiGovernance.Cli.Features.Trail;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Discovery;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Cli.Features.Discovery;

/// <summary>Reads what a discovery looks at: files, databases, the trail, the accounts.</summary>
internal sealed class DiscoverRun : IDisposable
{
    private readonly DiscoverArguments arguments;
    private readonly CliContext context;

    private DiscoverRun(DiscoverArguments arguments, CliContext context) =>
        (this.arguments, this.context) = (arguments, context);

    private Organization? Organization { get; init; }

    public required ImageOwners Owners { get; init; }

    private GovernanceConfig? Config { get; init; }

    private OpenInventory? Inventory { get; init; }

    private UseStateFile? State { get; init; }

    /// <summary>Null with a report when a file cannot be used.</summary>
    public static DiscoverRun? Open(DiscoverArguments arguments, CliContext context, DiagnosticBag bag)
    {
        var asked = new TrailQuestionArguments(TrailFilter.Everything)
        {
            Organization = arguments.Organization,
            Owners = arguments.Owners,
        };
        var run = new DiscoverRun(arguments, context)
        {
            Organization = asked.ReadOrganization(context.Files, bag),
            Owners = asked.ReadOwners(context.Files, bag),
            Config = ReadConfig(arguments.Config, context, bag),
            Inventory = OpenInventoryOf(arguments, context, bag),
            State = OpenState(arguments, context, bag),
        };
        if (!bag.HasErrors)
            return run;
        run.Dispose();
        return null;
    }

    /// <summary>Null, with a report that is printed, when what was asked cannot be read.</summary>
    public async Task<DiscoveryReport?> Read(CancellationToken cancel)
    {
        var now = State?.BeganAt ?? context.Time.GetUtcNow();
        var request = new DiscoveryRequest(
            DiscoveryPeriod.LastDays(arguments.Days, now),
            arguments.Accounts,
            arguments.Regions
        )
        {
            Config = Config,
        };
        using var aws = arguments.ReadsAccounts || arguments.Buckets.Count > 0 ? context.Connect(arguments.Aws) : null;
        if (aws is not null && !await RegionArguments.Exist(arguments.Regions, context, aws, cancel))
            return null;

        var (members, management) = await Members(aws, cancel);
        TrailFindings? past = null;
        if (arguments.Trail.Count > 0)
        {
            past = await ReadPast(request, aws, cancel);
            if (
                past is null
                || LedgerGaps.Report(context, past.Ledger, request.Question.Filter, LedgerUnit.Files)
                    == ExitCodes.Errors
            )
                return null;
        }
        using var progress = new ProgressLine(context);
        var discover = new DiscoverPublishers(request, Owners, members, management)
        {
            Archive = Inventory is null ? null : new InventoryArchive(Inventory),
            Store = State,
            Progress = places =>
                progress.Show($"reading: {Quantity.Of(places, "account and Region", "accounts and Regions")}"),
        };
        if (arguments.ReadsAccounts && aws is not null)
            await discover.ReadPresent(ImpactSources.Of(aws), cancel);
        return discover.Report(past);
    }

    public void Dispose()
    {
        Inventory?.Dispose();
        State?.Dispose();
    }

    private async Task<(ImmutableArray<OrganizationAccount>? Members, AccountId? Management)> Members(
        AwsConnection? aws,
        CancellationToken cancel
    )
    {
        if (Organization is { } known)
            return (known.Accounts, known.ManagementAccount);
        if (aws is null)
            return (null, null);
        var details = await aws.Organizations.DescribeOrganization(cancel);
        return (await aws.Organizations.ListAccounts(cancel), details.ManagementAccount);
    }

    /// <summary>Null, with a report that is printed, when what was read cannot be kept.</summary>
    private async Task<TrailFindings?> ReadPast(DiscoveryRequest request, AwsConnection? aws, CancellationToken cancel)
    {
        var bag = new DiagnosticBag();
        using var state = State is null ? null : TrailRun.OpenState(State.TrailPath, request.Question, bag);
        context.PrintFindings(bag.ToSorted());
        if (bag.HasErrors)
            return null;
        var source =
            aws is not null && arguments.Buckets.Count > 0
                ? aws.TrailBuckets(arguments.Buckets, request.Question.Filter)
                : context.OpenTrail(arguments.Trail);
        var lookUp =
            aws is not null && arguments.ReadsAccounts ? new LookUpOwners(aws.ImageFacts, Owners, Organization) : null;
        var scan = ShownScan.Of(context, source, LedgerUnit.Files, request.Question, state, lookUp);
        return await scan.Read(cancel) is null ? null : await scan.Findings(cancel);
    }

    private static OpenInventory? OpenInventoryOf(DiscoverArguments arguments, CliContext context, DiagnosticBag bag) =>
        arguments.Database is null ? null : OpenInventory.Open(context.Databases, arguments.Database, bag);

    private static UseStateFile? OpenState(DiscoverArguments arguments, CliContext context, DiagnosticBag bag)
    {
        if (arguments.State is not { } state)
            return null;
        DateTimeOffset? began = arguments.Resumes ? null : context.Time.GetUtcNow();
        return UseStateFile.Open(context.Databases, state, arguments.Question, began, bag);
    }

    private static GovernanceConfig? ReadConfig(string path, CliContext context, DiagnosticBag bag) =>
        path.Length > 0 && context.Files.Exists(path) && context.Files.Read(path, bag) is { } source
            ? ConfigReader.Read(source, bag)
            : null;
}
