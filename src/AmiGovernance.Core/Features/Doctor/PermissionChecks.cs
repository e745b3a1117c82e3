using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Doctor;

/// <summary>
/// Runbook: "Cannot apply policy - insufficient permissions". What reads was tried by the other checks; what changes is simulated.
/// </summary>
internal sealed class PermissionChecks(IPermissionSimulator simulator, CheckedCalls calls)
{
    private const string Name = "permissions";

    public async Task Run(CallerDetails caller, CancellationToken cancel)
    {
        await SimulateChanges(caller, cancel);
        calls.Add(
            calls.Denied.Count == 0
                ? Check.Fine(Name, "no call was denied")
                : Check.Wrong(
                    Name,
                    $"missing: {string.Join(", ", calls.Denied)}",
                    "an IAM policy of the caller, or a policy of the organization, does not allow it",
                    "amigov doctor --iam-policy",
                    "it prints the policy that the caller needs"
                )
        );
    }

    private async Task SimulateChanges(CallerDetails caller, CancellationToken cancel)
    {
        var changes = CommandPermissions
            .All.First(c => c.Command == "apply")
            .Own.Where(a => a.StartsWith("organizations:", StringComparison.Ordinal))
            .ToList();
        try
        {
            var allowed = await simulator.AllowedActions(caller.Arn, changes, cancel);
            if (allowed is null)
                calls.Add(Check.NotLooked(Name, "IAM cannot simulate this principal"));
            else
                calls.Denied.UnionWith(changes.Except(allowed));
        }
        catch (AwsException e)
        {
            var why = AwsDiagnostics.Message(e.Failure);
            calls.Add(Check.NotLooked(Name, $"whether the caller may change policies: {why}"));
        }
    }
}
