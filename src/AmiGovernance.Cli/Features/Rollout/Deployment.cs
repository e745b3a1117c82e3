using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Aws;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>Carries out a plan that was shown and confirmed, and says how it went.</summary>
internal sealed class Deployment(CliContext context, AwsConnection connection)
{
    /// <summary>Nothing may hold it up: where the record cannot take it, it goes elsewhere.</summary>
    public bool IsEmergency { get; init; }

    /// <summary>Of a promotion; recorded with it.</summary>
    public ImmutableArray<Gate> Gates { get; init; } = [];

    /// <summary>Where nobody can be asked, only `--yes` confirms.</summary>
    public bool Confirm(string question, bool yes)
    {
        if (yes)
            return true;
        if (context.IsInteractive && new Questions(context, Ask: true).YesNo(question, null, fallback: false))
            return true;
        Report(
            PlanningDiagnostics.NotConfirmed,
            "nothing was changed",
            context.IsInteractive ? null : "`--yes` confirms where nobody can be asked"
        );
        return false;
    }

    public async Task<int> Run(
        Plan plan,
        Organization observed,
        DesiredState desired,
        CallerDetails caller,
        string why,
        CancellationToken cancel
    )
    {
        var bag = new DiagnosticBag();
        var name = Name();
        var record = IsEmergency
            ? DeploymentRecord.OpenForEmergency(context.Files, name, WriteEntry, bag)
            : DeploymentRecord.Open(context.Files, bag);
        if (record is null)
        {
            context.PrintFindings(bag.ToSorted());
            return ExitCodes.Errors;
        }
        var apply = new ApplyPlan(
            connection.Organizations,
            record,
            context.Time,
            new StepProgress<PlanStep>(context, plan.Steps.Length, PlanView.Describe)
        );
        var result = await apply.Run(
            plan,
            observed,
            desired,
            new DeploymentContext(caller.Arn, why, name) { Gates = Gates },
            bag,
            cancel
        );
        context.PrintFindings(bag.ToSorted());
        switch (result.Outcome)
        {
            case ApplyOutcome.Stale:
                Report(
                    PlanningDiagnostics.PlanStale,
                    result.Detail,
                    "make a new plan with `amigov plan`, and look at what changed"
                );
                return ExitCodes.No;
            case ApplyOutcome.Failed:
                Report(
                    PlanningDiagnostics.CallFailed,
                    $"after {Plural.Of(result.StepsDone, "call")}: {Visible.Text(result.Detail)}",
                    "what was done is recorded; run it again to go on from there"
                );
                return ExitCodes.Errors;
        }
        context.Out.WriteLine($"✓ {Plural.Of(result.StepsDone, "call")}, deployment {name}, recorded in {record.Path}");
        if (!IsEmergency)
            await WriteIds(desired, cancel);
        return ExitCodes.Done;
    }

    /// <summary>By the second; a second one in the same second gets a number.</summary>
    private string Name()
    {
        var name = context.Time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var taken = DeploymentRecord
            .Read(context.Files, new DiagnosticBag())
            .Entries.Select(e => e.Deployment)
            .ToHashSet(StringComparer.Ordinal);
        return Enumerable
            .Range(1, int.MaxValue)
            .Select(n => n == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{n}"))
            .First(n => !taken.Contains(n));
    }

    private void WriteEntry(ReadOnlyMemory<byte> line) =>
        context.Error.WriteLine(
            $"keep this entry of the deployment record: {System.Text.Encoding.UTF8.GetString(line.Span).TrimEnd()}"
        );

    /// <summary>The runbook keeps these for rollback.</summary>
    private async Task WriteIds(DesiredState desired, CancellationToken cancel)
    {
        foreach (var type in desired.Policies.Select(p => p.Type).Distinct())
        foreach (
            var policy in (await connection.Organizations.ListPolicies(type, cancel)).Where(p =>
                desired.Policies.Any(d => d.Type == type && d.Name == p.Name)
            )
        )
            context.Out.WriteLine($"  {Visible.Text(policy.Name)}: {policy.Id}");
    }

    public void Report(DiagnosticDescriptor descriptor, string message, string? help) =>
        context.PrintFindings([
            new Diagnostic(
                descriptor,
                descriptor.Severity,
                message,
                SourceLocation.OfFile(SourceText.Missing("deployment"))
            )
            {
                Help = help,
            },
        ]);
}
