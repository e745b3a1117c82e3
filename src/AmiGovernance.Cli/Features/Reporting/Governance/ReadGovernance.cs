using System.Collections.Immutable;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Features.Exceptions;
using AmiGovernance.Cli.Features.Impact;
using AmiGovernance.Cli.Features.Rollout;
using AmiGovernance.Cli.Features.Trail;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Images;
using AmiGovernance.Core.Features.Impact;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Status;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Reporting.Governance;

/// <summary>
/// Reads the state of governance, each part as its own command reads it. A part that cannot be read does not stop the others: it is
/// named, and what is wrong with it stands in the findings.
/// </summary>
internal sealed class ReadGovernance(CliContext context, GovernanceArguments arguments)
{
    private readonly DateOnly asOf = arguments.Day(context.Time);
    private readonly List<Diagnostic> findings = [];
    private readonly List<string> notAsked = [];
    private readonly List<string> notRead = [];

    /// <summary>What is wrong with files, after the run.</summary>
    public ImmutableArray<Diagnostic> Findings => [.. findings];

    /// <param name="aws">Null to leave AWS alone.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<GovernanceReport> Run(GovernancePorts? aws, CancellationToken cancel)
    {
        var judgement = arguments.Judgement;
        Tell("reading the organization");
        var status = await Part("the organization", () => Status(aws?.Rollout, cancel));
        Tell("reading exceptions, guarantees and deployments");
        var exceptions = Part("exceptions", Exceptions);
        var guarantees = Part<IReadOnlyList<GuaranteeResult>>(
            "guarantees",
            bag => ProvePolicies.Run(judgement.Config, judgement.Policies, asOf, context.Files, bag)
        );
        var deployments = Part("deployments", bag => DeploymentRecord.Read(context.Files, bag));
        Tell("reading the trail");
        var backtest = await Part(Launches, () => Backtest(status?.Organization, cancel));
        Tell("looking into the accounts");
        var impact = await Part(Uses, () => Impact(aws?.Impact, cancel));
        Tell("reading the inventory");
        var images = Images();
        return new GovernanceReport(asOf, context.Time.GetUtcNow())
        {
            Status = status,
            Exceptions = exceptions,
            Guarantees = guarantees,
            Deployments = deployments,
            Backtest = backtest,
            Decided = backtest is null ? [] : [.. Triage().Entries],
            Impact = impact,
            Images = images,
            Next = Next(status, deployments),
            NotAsked = [.. notAsked],
            NotRead =
            [
                .. notRead,
                .. Gaps(status),
                .. images?.Gaps ?? [],
                .. Gaps(backtest),
                .. ImpactSummary.Gaps(impact),
            ],
        };
    }

    private void Tell(string step) => context.Told?.Invoke(step);

    private ImmutableArray<string> Next(StatusReport? status, DeploymentLog? deployments)
    {
        if (status?.First is { } first)
            return [first];
        if (deployments is null)
            return [$"bring `{DeploymentLog.Folder}/` back from version control: the record there cannot be read"];
        var repository = new RepositoryNotes(context, arguments.Judgement.Config);
        var steps = Part<string[]>("what comes next", _ => [.. repository.Steps().Now(repository.IsRecordCommitted())]);
        return [.. steps ?? []];
    }

    /// <summary>Null where it cannot be read: then it stands in what was not read.</summary>
    private T? Part<T>(string name, Func<DiagnosticBag, T?> read)
        where T : class
    {
        try
        {
            var bag = new DiagnosticBag();
            var part = read(bag);
            Note(name, bag);
            return bag.HasErrors ? null : part;
        }
        catch (Exception e) when (ForeseenFailure.Of(e) is { } failure)
        {
            Note(name, failure);
            return null;
        }
    }

    /// <summary>The same of a part that is waited for.</summary>
    private async Task<T?> Part<T>(string name, Func<Task<T?>> read)
        where T : class
    {
        try
        {
            return await read();
        }
        catch (Exception e) when (ForeseenFailure.Of(e) is { } failure)
        {
            Note(name, failure);
            return null;
        }
    }

    private void Note(string name, Diagnostic failure)
    {
        var bag = new DiagnosticBag();
        bag.Add(failure);
        Note(name, bag);
    }

    private void Note(string name, DiagnosticBag bag)
    {
        var found = bag.ToSorted();
        // Several parts read the same files.
        findings.AddRange(found.ExceptBy(findings.Select(Key), Key));
        if (found.FirstOrDefault(d => d.Severity == Severity.Error) is { } error)
            notRead.Add($"{name}: {error.Location.Source.Path}: {error.Message}");
    }

    private static (string, string, string) Key(Diagnostic finding) =>
        (finding.Code, finding.Location.Source.Path, finding.Message);

    private ExceptionReport? Exceptions(DiagnosticBag bag) =>
        arguments.ImageUse.Read(context, bag) is { } use
            ? ReportExceptions.Run(arguments.Judgement.Config, asOf, use, context.Files, context.Git, bag)
            : null;

    private async Task<StatusReport?> Status(RolloutPorts? aws, CancellationToken cancel)
    {
        if (aws is null)
        {
            notAsked.Add(
                "the organization: `--offline` was given; without it AWS is asked with the credentials at hand"
            );
            return null;
        }
        using var progress = new ProgressLine(context);
        try
        {
            var read = new ReadStatus(
                aws.Organizations,
                aws.History(context.Time),
                context.Files,
                context.Time,
                progress
            )
            {
                Commits = context.Git,
            };
            var judgement = arguments.Judgement;
            return await read.Run(new StatusRequest(judgement.Config, judgement.Policies), cancel);
        }
        catch (AwsException e)
        {
            progress.Dispose();
            findings.Add(AwsDiagnostics.Of(e));
            notRead.Add($"the organization: {AwsDiagnostics.Message(e.Failure)}");
            return null;
        }
    }

    private async Task<BacktestReport?> Backtest(Organization? organization, CancellationToken cancel)
    {
        if (arguments.Trail.IsEmpty)
        {
            notAsked.Add(
                "launches of the past: `--trail` names CloudTrail files, which are replayed through the policies"
            );
            return null;
        }
        var bag = new DiagnosticBag();
        var judgement = arguments.Judgement.Read(context.Files, asOf, bag);
        var asked = new TrailQuestionArguments(new TrailFilter(null, null)) { Owners = arguments.Owners };
        var owners = asked.ReadOwners(context.Files, bag);
        Note(Launches, bag);
        if (judgement is null || bag.HasErrors)
            return null;
        var question = judgement.Question(asked.Filter);
        var scan = ShownScan.Of(
            context,
            context.OpenTrail(arguments.Trail),
            LedgerUnit.Files,
            question,
            state: null,
            lookUp: null
        );
        await scan.Read(cancel);
        var found = await scan.Findings(cancel);
        var report = judgement.Backtest(owners, organization, context.Time.GetUtcNow()).Run(found);
        if (report.LaunchesWith(Verdict.Undecided) > 0)
            notAsked.Add(
                "whose images are, where no record tells: `--owners` says it; `amigov backtest --lookup-owners` asks AWS, and decides more"
            );
        return report;
    }

    /// <summary>The replay has read it, and says what is wrong with it.</summary>
    private Triage Triage() => TriageFiles.Read(context.Files, arguments.Judgement.Triage, new DiagnosticBag());

    /// <param name="aws">Null when AWS is left alone.</param>
    private async Task<ImpactReport?> Impact(ImpactPorts? aws, CancellationToken cancel)
    {
        if (aws is null || arguments.Impact is not { } places)
        {
            notAsked.Add(
                "uses of images that would not launch again: `--impact` looks into the accounts, as `amigov impact` does"
            );
            return null;
        }
        var bag = new DiagnosticBag();
        var judgement = arguments.Judgement.Read(context.Files, asOf, bag);
        if (judgement is null)
        {
            Note(Uses, bag);
            return null;
        }
        try
        {
            await AskedRegions.Check(places.Regions, aws.Identity, aws.Regions, bag, cancel);
            Note(Uses, bag);
            return bag.HasErrors ? null : await FindUses(aws, judgement, places, cancel);
        }
        catch (AwsException e)
        {
            findings.Add(AwsDiagnostics.Of(e));
            notRead.Add($"{Uses}: {AwsDiagnostics.Message(e.Failure)}");
            return null;
        }
    }

    private const string Uses = "uses of images";

    private const string Launches = "launches of the past";

    private async Task<ImpactReport> FindUses(
        ImpactPorts aws,
        JudgementInput judgement,
        ImpactPlaces places,
        CancellationToken cancel
    )
    {
        var request = judgement.Impact(places.Accounts, places.Regions, context.Time.GetUtcNow());
        using var progress = new ProgressLine(context);
        return await ImpactSources.Find(aws, request, progress, cancel);
    }

    private static IEnumerable<string> Gaps(StatusReport? status)
    {
        var lacks = status?.RecordLacks is { } missing ? $"deployments: {missing}" : null;
        return [.. status?.NotRead ?? [], .. new[] { lacks }.OfType<string>()];
    }

    private static IEnumerable<string> Gaps(BacktestReport? backtest)
    {
        if (backtest is null)
            yield break;
        if (backtest.LacksEnforcement)
            yield return $"launches of the past: {EnforcedPolicies.Unknown}";
        if (backtest.Looked.IsNothing)
            yield return backtest.Ledger.Files == 0
                ? "launches of the past: there is no trail file where `--trail` says"
                : "launches of the past: no record of the trail is of images or guardrails";
        else if (backtest.Ledger.GapCount > 0)
            yield return $"launches of the past: {Quantity.Of(backtest.Ledger.GapCount, "file was", "files were")} not read, or not whole";
    }

    private ImageSummary? Images()
    {
        if (arguments.Inventory is null && !context.Databases.Exists(ImageUseFiles.UsualInventory))
        {
            notAsked.Add("images of the accounts: `amigov images scan` makes the inventory, `--db` names another file");
            return null;
        }
        return Part(
            "images of the accounts",
            bag =>
            {
                var path = arguments.Inventory ?? ImageUseFiles.UsualInventory;
                using var inventory = OpenInventory.Open(context.Databases, path, bag);
                return inventory is null ? null : ImageSummary.Of(inventory, context.Time.GetUtcNow());
            }
        );
    }
}
