using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Deploy;

/// <summary>The reasons for which calls are not made, or not all of them, as their user reads them.</summary>
internal static class DeploymentRefusals
{
    /// <summary>The plan above names them all.</summary>
    private const int MostWeakenings = 3;

    /// <param name="changes">What changed, a sentence each; empty when that is not known.</param>
    public static Diagnostic Stale(ImmutableArray<string> changes) =>
        Refusal(
            PlanningDiagnostics.PlanStale,
            $"the organization is not as it was when the plan was made{List(changes)}",
            "make a new plan with `amigov plan`, and look at what changed"
        );

    /// <summary>The same for a run that found it out itself.</summary>
    public static Diagnostic StoppedStale(ApplyResult stopped) => Stale([]) with { Message = stopped.Problem };

    /// <param name="changes">What changed in the organization, a sentence each.</param>
    public static Diagnostic NotAsReviewed(string path, Plan now, Plan reviewed, ImmutableArray<string> changes)
    {
        changes = [.. Accounts(now, reviewed), .. changes];
        if (changes.IsEmpty)
            changes = [FirstOther(now, reviewed)];
        return Refusal(
            PlanningDiagnostics.PlanStale,
            $"what is to be done now is not what is in {Sanitize.Text(path)}{List(changes)}",
            "make it again with `--out`, and look at what changed"
        );
    }

    /// <summary>Accounts that came to what is promoted since it was reviewed, and those that left it.</summary>
    private static IEnumerable<string> Accounts(Plan now, Plan reviewed)
    {
        if (reviewed.Accounts.IsEmpty && !now.Accounts.IsEmpty)
            yield return "it does not say in which accounts launches begin to be blocked";
        else if (now.Accounts.Except(reviewed.Accounts).ToList() is { Count: > 0 } came)
            yield return $"launches would begin to be blocked in {string.Join(", ", came)} too";
        if (reviewed.Accounts.Except(now.Accounts).ToList() is { Count: > 0 } left)
            yield return $"they would not in {string.Join(", ", left)}";
    }

    /// <summary>The organization is the same: the policies or the day give other calls.</summary>
    private static string FirstOther(Plan now, Plan reviewed)
    {
        var calls = $"{Plural.Of(reviewed.Steps.Length, "call")} then, {now.Steps.Length} now";
        var other = now.Steps.FirstOrDefault(step => !reviewed.Steps.Any(known => PlanFile.IsSame(known, step)));
        return other is null ? calls : $"{calls}, such as {other.Text}";
    }

    private static string List(ImmutableArray<string> changes) =>
        changes.IsEmpty ? "" : $": {string.Join("; ", changes.Select(Sanitize.Text))}";

    public static Diagnostic NeedsPromotion() =>
        Refusal(
            PlanningDiagnostics.NeedsPromotion,
            "this plan blocks launches that are not blocked now",
            "`amigov promote` checks the gates before enforcement;"
                + " what was enforced and somebody took away, `amigov watch --repair` puts back"
        );

    public static Diagnostic CarriedByOther(Carrier carrier) =>
        Refusal(
            PlanningDiagnostics.CarriedByOther,
            $"{carrier.Title()} deploys the policies (`deployment.carrier`); nothing was changed",
            $"{SuggestedCommand.Of($"amigov export {carrier.Name()}")} writes its files; in an emergency `amigov rollback --to audit_mode` acts at once"
        );

    public static Diagnostic NotProven() =>
        Refusal(
            PlanningDiagnostics.NotProven,
            "a guarantee would not hold in this organization; what is marked ✗ above says why",
            "fix it, or go on with `--accept-unproven`"
        );

    public static Diagnostic GetsWeaker(ImmutableArray<Weakening> unreviewed)
    {
        var what = Shortened.Sentences([.. unreviewed.Select(w => w.Text)], MostWeakenings);
        var ends = unreviewed.Any(w => w.Kind == WeakeningKind.EnforcementEnds);
        var isEntry = unreviewed.All(w => !w.Entries.IsEmpty);
        return Refusal(PlanningDiagnostics.GetsWeaker, $"the organization would get weaker: {what}", Help());

        string Help()
        {
            if (ends)
                return "`amigov generate --mode enabled` keeps enforcement; `--allow-weaker REASON` ends it,"
                    + " and `amigov rollback` goes back";
            return isEntry
                ? "commit the configuration once it is reviewed, or say why with `--allow-weaker REASON`"
                : "say why with `--allow-weaker REASON`; it is recorded";
        }
    }

    public static Diagnostic GatesClosed(ImmutableArray<Gate> closed)
    {
        var names = string.Join(", ", closed.Select(g => $"`{g.Id}`"));
        return Refusal(
            RolloutDiagnostics.GateClosed,
            $"not passed: {names}; nothing was changed",
            "the evidence above says why; `--override GATE --reason TEXT` goes on without a gate and is recorded"
        );
    }

    /// <summary>The run was ended between two calls.</summary>
    public static Diagnostic Interrupted(ApplyResult stopped, DeploymentQuestion question)
    {
        var next = string.Create(CultureInfo.InvariantCulture, $"call {stopped.NextCall} of {question.Calls.Length}");
        return Refusal(
            PlanningDiagnostics.CallFailed,
            $"interrupted after {Plural.Of(stopped.StepsDone, "call")}, which {Verb(stopped.StepsDone)} recorded",
            $"run `{question.Kind.Command()}` again, with the same options: it goes on with {next}"
        );
    }

    private static string Stopped(ApplyResult stopped) =>
        $"after {Plural.Of(stopped.StepsDone, "call")}: {Sanitize.Text(stopped.Detail)}";

    private static string Verb(int count) => count == 1 ? "is" : "are";

    /// <summary>AWS's own words and what to do about them, then what became of the run.</summary>
    public static Diagnostic CallFailed(ApplyResult stopped)
    {
        var wayOut = stopped.Failure is null ? null : AwsDiagnostics.Help(stopped.Failure);
        // Credentials that are over say so themselves.
        var goesOn = stopped.Failure?.Kind is AwsFailureKind.ExpiredCredentials or AwsFailureKind.Unreachable;
        var next = goesOn ? "what was done is recorded" : "what was done is recorded; run it again to go on from there";
        return Refusal(PlanningDiagnostics.CallFailed, Stopped(stopped), wayOut is null ? next : $"{wayOut}; {next}");
    }

    public static Diagnostic Unrecorded(ApplyResult stopped) =>
        Refusal(
            PlanningDiagnostics.CallFailed,
            Stopped(stopped),
            "fix what is said above, and run it again: a call that was made and not recorded is recognized by its effect"
        );

    /// <summary>Of two who deploy at once, at least one is told.</summary>
    public static Diagnostic Overtaken(ApplyResult stopped) =>
        Refusal(
            PlanningDiagnostics.RecordBehind,
            Stopped(stopped),
            "`amigov status` shows what is deployed now; agree with whoever deploys, then commit `deployments/` and `git pull`"
        );

    /// <summary>All calls were made; the record is what is left to be mended.</summary>
    public static Diagnostic Beside(Beside other)
    {
        var (descriptor, help) = other.IsHere
            ? (
                PlanningDiagnostics.LogForked,
                "the record has two ends now: `amigov status` shows what is deployed; then `amigov history --merge` joins the two"
            )
            : (
                PlanningDiagnostics.RecordBehind,
                "`amigov status` shows what is deployed now; agree with whoever deploys, commit `deployments/`, `git pull`,"
                    + " and join the two with `amigov history --merge`"
            );
        var message = $"all calls were made; {Sanitize.Text(other.Text)}";
        return Refusal(descriptor, message, help) with { Severity = Severity.Warning };
    }

    private static Diagnostic Refusal(DiagnosticDescriptor descriptor, string message, string help) =>
        Diagnostic.About("deployment", descriptor, message, help);
}
