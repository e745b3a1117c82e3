using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>The guardrails stay on, and every statement does something.</summary>
internal static class GuardrailGuarantees
{
    public static IEnumerable<GuaranteeResult> All(Proof proof)
    {
        yield return StaysOn(proof);
        yield return EveryStatementFires(proof);
    }

    private static GuaranteeResult StaysOn(Proof proof)
    {
        if (proof.Input.UnlockedNode is { } node)
            return Guarantee.GuardrailsStayOn.Refuted(
                new Partitioned(0),
                $"a child policy may change `{node}` of the declarative policy"
            );
        var actions = proof.Input.Config.Policy.BlockPublicAmiSharing
            ? GuardedActions.AllowedImagesSettings.Add(GuardedActions.DisableBlockPublicAccess)
            : GuardedActions.AllowedImagesSettings;
        var result = proof.Check(
            Guarantee.GuardrailsStayOn,
            proof.Of(actions),
            Promise.AreDenied,
            _ => true,
            c =>
            {
                var account = proof.Accounts(c).First();
                return new Breach($"{c.Action} is not denied to account {account}", account, null);
            }
        );
        return result with
        {
            Gaps =
            [
                "an account that leaves the organization leaves its policies; a delegated administrator for policies can change them",
            ],
        };
    }

    /// <summary>Each statement on its own: some request must match it, whatever the others do.</summary>
    private static GuaranteeResult EveryStatementFires(Proof proof)
    {
        var looked = new Partitioned(proof.Denies.Length);
        foreach (var deny in proof.Denies)
        {
            var alone = new RequestSpace([deny], [], []);
            if (Silent(deny, alone) is { } silent)
                return Guarantee.StatementsFire.Refuted(
                    looked,
                    $"statement `{deny.Source.Sid}` can never deny `{silent}`"
                );
        }
        return Guarantee.StatementsFire.Proven(looked);
    }

    /// <summary>An action that the statement names and never denies; null when there is none.</summary>
    private static string? Silent(DenyStatement deny, RequestSpace alone)
    {
        if (!deny.Source.ActionsExcluded)
            return deny.Source.Actions.FirstOrDefault(a => !Fires(alone, a));
        // All actions of a service but some are many: one of them that is denied is enough.
        var some = (ActionTable.Service("ec2")?.All ?? []).Select(a => a.FullName).Where(deny.Names);
        var isOfEc2 = deny.Source.Actions.All(a => !Wildcard.Matches(a, "ec2:", ignoreCase: true));
        return !isOfEc2 || some.Any(a => Fires(alone, a)) ? null : "every other action of EC2";
    }

    /// <summary>On any resource of the call: a statement may be about one that only some calls name.</summary>
    private static bool Fires(RequestSpace alone, string action)
    {
        var name = action[(action.IndexOf(':', StringComparison.Ordinal) + 1)..];
        // An action that the table does not know, or a pattern, is the lint rules' business.
        if (ActionTable.Service("ec2")?.Find(name) is null)
            return true;
        return alone.Classes([action], Asked.All).Any(c => c.DeniedBy is not null || c.Depends is not null);
    }
}
