using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>What comes in by copies, and what leaves.</summary>
internal static class ContentGuarantees
{
    public static IEnumerable<GuaranteeResult> All(Proof proof)
    {
        yield return NoForeignCopies(proof);
        yield return ContentsStay(proof);
    }

    private static GuaranteeResult NoForeignCopies(Proof proof)
    {
        var input = proof.Input;
        if (!input.Config.Policy.DenyForeignImageCopies)
            return Guarantee.NoForeignCopies.NotApplicable("`deny_foreign_image_copies` is false");
        if (!input.IsEnforced)
            return Guarantee.NoForeignCopies.NotApplicable("audit mode blocks no copy of a publisher");
        var result = proof.Check(
            Guarantee.NoForeignCopies,
            proof.Of([GuardedActions.Copy]),
            Promise.AreDenied,
            c => !ProofInput.IsExempt(c.Principal, input.BreakGlass),
            c => Copied(proof, c)
        );
        return result with
        {
            Gaps =
            [
                "service-linked roles and the management account are outside the service control policy",
                "an image can be made of a foreign disk: `CreateVolume` from a snapshot that is shared or public",
            ],
        };
    }

    private static Breach? Copied(Proof proof, RequestClass found)
    {
        var input = proof.Input;
        return (
            from owner in proof.Owners(found)
            let strangers = proof.Accounts(found).Where(a => !found.IsOwn(owner.Owner, a))
            from account in input.IsRestricted(owner.Owner) ? strangers : strangers.Take(1)
            from moment in proof.Moments(found, owner.Owner)
            where !input.MayLaunch(owner.Owner, owner.Account, account, moment)
            select new Breach($"account {account} may copy images of {owner.Owner}", account, owner.Owner)
            {
                Time = moment == (found.Time ?? input.Now) ? null : moment,
            }
        ).FirstOrDefault();
    }

    private static GuaranteeResult ContentsStay(Proof proof)
    {
        var input = proof.Input;
        if (!input.Config.Policy.DenyContentExport)
            return Guarantee.ContentsStay.NotApplicable(
                $"`deny_content_export` is false: {UncoveredWay.Contents.What}"
            );
        var result = proof.Check(
            Guarantee.ContentsStay,
            proof.Of(GuardedActions.Export),
            Promise.AreDenied,
            c => !ProofInput.IsExempt(c.Principal, input.BreakGlass),
            c =>
                proof.Accounts(c).FirstOrDefault(a => !input.Sharers.Contains(a)) is { } stranger
                    ? new Breach($"account {stranger} may call {c.Action}", stranger, c.Image?.Owner)
                    : null
        );
        return result with
        {
            Gaps =
            [
                "snapshots that are shared already stay shared; blocks are read by the EBS direct APIs (`ebs:GetSnapshotBlock`)",
            ],
        };
    }
}
