using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>
/// Where it was measured that a dry run looks at EC2 policies too, one shows without a launch that an image is refused which is not
/// approved: in the management account as well, which no service control policy reaches.
/// </summary>
internal sealed class BothLayersCheck(IDryRunner calls, KnownFacts facts)
{
    private readonly LaunchJudgement judgement = new(facts.BlockedLaunch);

    public async Task Run(PlaceUnderTest test, CancellationToken cancel)
    {
        if (facts.DryRunShowsBoth.Value && test.Enforced && test.HasDeclarative && !IsDenied(test))
            test.Add(await Line(test, cancel));
    }

    /// <summary>A denial by the service control policy comes first; the same call again shows nothing more.</summary>
    private static bool IsDenied(PlaceUnderTest test) =>
        test.Lines.Any(l =>
            l is { Item: ChecklistItem.OtherLaunches, Evidence: EvidenceKind.DryRun, Result: LineResult.AsExpected }
        );

    private async Task<VerificationLine> Line(PlaceUnderTest test, CancellationToken cancel)
    {
        var line = test.Line(
            ChecklistItem.OtherLaunches,
            EvidenceKind.DryRun,
            "launch an image that is not approved, for both layers",
            "refused"
        );
        if (test.MustBeRefused(out var whyNot) is not { } image)
            return line.Unchecked(whyNot);

        var call = new TestedCall(TestedAction.RunInstances, image.Id.Value);
        var answer = await calls.DryRun(test.Place, call, cancel);
        var asked = line with { Subject = image.Id.Value, Answer = answer };
        var isAllowed = AnswerReading.Read(TestedAction.RunInstances, answer).Verdict == AnswerVerdict.Allowed;
        var judged = isAllowed
            ? asked.Judged(LineResult.NotAsExpected, "allowed")
            : judgement.NotApproved(test, asked, image, new TriedLaunch(answer, null, Ended: true));
        var note = $"dry runs look at EC2 policies{facts.DryRunShowsBoth.Remark}";
        return judged with { Note = judged.Note.Length == 0 ? note : $"{judged.Note}; {note}" };
    }
}
