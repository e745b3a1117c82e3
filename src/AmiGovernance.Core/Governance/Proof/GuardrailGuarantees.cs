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
        var actions = proof.Input.Config.Policy.BlockPublicAmiSharing
            ? GuardedActions.AllowedImagesSettings.Add(GuardedActions.DisableBlockPublicAccess)
            : GuardedActions.AllowedImagesSettings;
        const string Title = "nobody in a member account switches a guardrail off";
        if (proof.Input.UnlockedNode is { } node)
            return new GuaranteeResult(6, Title, ProofOutcome.Refuted, 0)
            {
                Reason = $"a child policy may change `{node}` of the declarative policy",
            };
        return Proof.Check(
            6,
            Title,
            [.. proof.OnAnything(actions)],
            c => c.DeniedBy is null,
            c =>
                (
                    $"{c.Action} is not denied to account {LaunchGuarantees.Accounts(c, proof.Input).First()}",
                    "",
                    LaunchGuarantees.Accounts(c, proof.Input).First()
                )
        ) with
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
        const string Title = "every statement can fire";
        foreach (var deny in proof.Denies)
        {
            var alone = new Proof(proof.Input, new RequestSpace([deny], [], []), [deny]);
            var silent = deny.Source.Actions.Where(a => !Fires(alone, a)).ToList();
            if (silent.Count > 0)
                return new GuaranteeResult(11, Title, ProofOutcome.Refuted, proof.Denies.Length)
                {
                    Reason = $"statement `{deny.Source.Sid}` can never deny `{silent[0]}`",
                };
        }
        return new GuaranteeResult(11, Title, ProofOutcome.Proven, proof.Denies.Length);
    }

    private static bool Fires(Proof alone, string action)
    {
        var definition = ActionTable
            .Service("ec2")
            ?.Find(action[(action.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        // An action that the table does not know, or a pattern, is the lint rules' business.
        if (definition is null)
            return true;
        if (definition.Resources.IsEmpty || definition.Resources.All(r => r.Type.Name != "image"))
            return alone.OnAnything([action]).Any(c => c.DeniedBy is not null);
        return alone.OnImages([action]).Concat(alone.OnAnything([action])).Any(c => c.DeniedBy is not null);
    }
}
