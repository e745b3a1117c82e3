using System.Text;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Deploy;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>The way of every deployment from what was shown to what is done: judged, confirmed, carried out.</summary>
internal sealed class Deployment(CliContext context, IOrganizations organizations)
{
    /// <summary>All stand above the question.</summary>
    private const int MostWeakenings = 3;

    /// <summary>The exit code.</summary>
    public async Task<int> Run(
        ProposedDeployment proposal,
        DeploymentConsent consent,
        CallerDetails caller,
        CancellationToken cancel
    )
    {
        if (Judge(context, proposal, consent) is not { } allowed)
            return ExitCodes.No;
        if (!Confirmation.Ask(context, Question(allowed.Question), consent.Yes, cancel))
            return ExitCodes.Errors;
        // Where nobody was asked, no time went by.
        if (!consent.Yes && await IsStale(allowed, cancel))
            return ExitCodes.No;
        return await CarryOut(allowed, caller, consent.Reason(allowed.ReviewedReasons), cancel);
    }

    private async Task<bool> IsStale(AllowedDeployment allowed, CancellationToken cancel)
    {
        Diagnostic? stale;
        using (var progress = new ProgressLine(context))
            stale = await new ChangedWhileAsked(progress).Find(allowed, cancel);
        if (stale is not null)
            context.PrintFindings([stale]);
        return stale is not null;
    }

    /// <summary>Null when it may not be carried out, which is printed.</summary>
    public static AllowedDeployment? Judge(CliContext context, ProposedDeployment proposal, DeploymentConsent consent)
    {
        var bag = new DiagnosticBag();
        var allowed = JudgeDeployment.Run(proposal, consent.Taken(context.IsInteractive), bag);
        context.PrintFindings(bag.ToSorted());
        return allowed;
    }

    /// <summary>What gets weaker or stricter stands in the question itself.</summary>
    private static string Question(DeploymentQuestion question)
    {
        if (question is { Calls.IsEmpty: true, Closes: { } broken })
            return $"Record that deployment {Sanitize.Text(broken)} has ended in {question.OrganizationId}?";
        if (question is { Calls.IsEmpty: true, Stops: { } other })
            return $"Stop {Sanitize.Text(other)} in {question.OrganizationId}?";
        if (question.Kind == DeploymentKind.Promotion)
            return $"Enforce in {Plural.Of(question.Accounts.Stricter.Length, "account")} of {question.OrganizationId}?";
        var calls = $"{Confirmation.Make(question.Calls.Length, "call")} in {question.OrganizationId}?";
        if (question.Calls.Any(IsCreationDeny))
            calls = $"From then on only publishers and exempt roles create, copy and share images there. {calls}";
        var weaker = Shortened.Sentences([.. question.Weaker.Select(w => w.Text)], MostWeakenings);
        return weaker.Length == 0 ? calls : $"Weaker: {weaker}. {calls}";
    }

    /// <summary>Audit mode blocks no launch, and the service control policy denies from its first day.</summary>
    private static bool IsCreationDeny(PlanStep step) =>
        step is { Call: StepCall.AttachPolicy, Type: OrganizationPolicyType.ServiceControlPolicy };

    private async Task<int> CarryOut(
        AllowedDeployment allowed,
        CallerDetails caller,
        string why,
        CancellationToken cancel
    )
    {
        var bag = new DiagnosticBag();
        var calls = allowed.Question.Calls.Length;
        var progress = new StepProgress<PlanStep>(context, calls, PlanStepText.Of);
        var carryOut = new CarryOutDeployment(organizations, context.Files, context.Time, progress)
        {
            Fallback = WriteEntry,
        };
        using var interrupts = Interrupts.During(context, cancel);
        var result = await carryOut.Run(allowed, caller, why, bag, cancel);
        context.PrintFindings(bag.ToSorted());
        if (result is null)
            return ExitCodes.Errors;
        if (result.Stopped is { } stopped)
        {
            context.PrintFindings([stopped]);
            return ExitCode(result.Applied.Outcome);
        }
        var done = Plural.Of(result.Applied.StepsDone, "call");
        context.Out.WriteLine($"✓ {done}, deployment {result.Name}, recorded in {result.RecordPath}");
        // In an emergency every call counts.
        if (allowed.Question.Kind != DeploymentKind.EmergencyRollback)
            await AfterTheEnd(context, () => WritePolicies(carryOut, allowed, cancel));
        if (result.Beside is not { } beside)
            return ExitCodes.Done;
        context.PrintFindings([beside]);
        return ExitCodes.Incomplete;
    }

    private async Task WritePolicies(CarryOutDeployment carryOut, AllowedDeployment allowed, CancellationToken cancel)
    {
        foreach (var policy in await carryOut.Policies(allowed, cancel))
            context.Out.WriteLine($"  {Sanitize.Text(policy.Name)}: {policy.Id}");
    }

    /// <summary>
    /// Asks AWS once all is done: a refusal then is a warning, for nothing is to be done again. False when AWS refused.
    /// </summary>
    public static async Task<bool> AfterTheEnd(CliContext context, Func<Task> look)
    {
        try
        {
            await look();
            return true;
        }
        catch (AwsException e)
        {
            var refused = AwsDiagnostics.Of(e);
            context.PrintFindings([
                refused with
                {
                    Severity = Severity.Warning,
                    Message =
                        $"the deployment is done and recorded; only a look at it afterwards failed: {refused.Message}",
                },
            ]);
            return false;
        }
    }

    private static int ExitCode(ApplyOutcome stopped) =>
        stopped switch
        {
            ApplyOutcome.Stale => ExitCodes.No,
            ApplyOutcome.Interrupted => ExitCodes.Cancelled,
            _ => ExitCodes.Errors,
        };

    private void WriteEntry(ReadOnlyMemory<byte> line) =>
        context.Error.WriteLine(
            $"keep this entry of the deployment record: {Encoding.UTF8.GetString(line.Span).TrimEnd()}"
        );

    public void Report(DiagnosticDescriptor descriptor, string message, string? help) =>
        context.PrintFindings([Diagnostic.About("deployment", descriptor, message, help)]);
}
