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
        var result = proof.Check(
            Guarantee.GuardrailsStayOn,
            proof.Of(proof.Input.Config.Policy.GuardrailActions),
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
        string? doubt = null;
        foreach (var deny in proof.Denies)
        {
            var alone = new RequestSpace([deny], []);
            if (!FiresForSome(alone, deny, ref doubt))
                return Guarantee.StatementsFire.Refuted(looked, $"{deny.Source.Words} can never deny anything");
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var action in ActionsOf(deny))
            {
                // Actions that it covers in the same way have the same answer.
                if (!seen.Add(alone.Covering(action, Asked.All)) || Fires(alone, action, out var depends))
                    continue;
                if (depends is null)
                    return Guarantee.StatementsFire.Refuted(looked, $"{deny.Source.Words} can never deny `{action}`");
                doubt ??= $"whether it denies `{action}` {depends.Text}";
            }
        }
        return doubt is null
            ? Guarantee.StatementsFire.Proven(looked)
            : Guarantee.StatementsFire.NotProven(looked, doubt);
    }

    /// <summary>On any resource of the call: a statement may be about one that only some calls name.</summary>
    /// <param name="depends">Where it does not for certain, why it may.</param>
    private static bool Fires(RequestSpace alone, string action, out Doubt? depends)
    {
        depends = null;
        foreach (var found in alone.Classes(action, Asked.All))
        {
            if (found.DeniedBy is not null)
                return true;
            depends ??= found.Depends;
        }
        return false;
    }

    /// <summary>Where it names actions by patterns or by what it excepts, one action is enough.</summary>
    private static bool FiresForSome(RequestSpace alone, DenyStatement deny, ref string? doubt)
    {
        if (!deny.Source.ActionsExcluded && !deny.Source.Actions.All(Wildcard.HasWildcards))
            return true;
        Doubt? depends = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var action in Known().Where(deny.Names))
        {
            if (!seen.Add(alone.Covering(action, Asked.All)))
                continue;
            if (Fires(alone, action, out var open))
                return true;
            depends ??= open;
        }
        // An action that the table does not know is the lint rules' business.
        if (depends is null)
            return seen.Count == 0;
        doubt ??= $"whether it ever denies {depends.Text}";
        return true;
    }

    /// <summary>
    /// Each action that the statement names. One that the table does not know, or a pattern, is the lint rules' business.
    /// </summary>
    private static IEnumerable<string> ActionsOf(DenyStatement deny)
    {
        if (deny.Source.ActionsExcluded)
            yield break;
        foreach (var action in deny.Source.Actions)
            if (
                ActionTable.PrefixOf(action) is { } service
                && ActionTable.Service(service)?.Find(action[(service.Length + 1)..]) is not null
            )
                yield return action;
    }

    /// <summary>EC2's first, and launches first of those.</summary>
    private static IEnumerable<string> Known() =>
        ActionTable
            .ServicePrefixes()
            .OrderBy(s => s == "ec2" ? 0 : 1)
            .SelectMany(s => ActionTable.Service(s)?.All ?? [])
            .Select(a => a.FullName)
            .Prepend("ec2:RunInstances");
}
