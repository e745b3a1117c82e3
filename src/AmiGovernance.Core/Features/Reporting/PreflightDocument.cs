using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Preflight;
using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Core.Features.Reporting;

/// <summary>Which images files name, and what the policies make of them.</summary>
/// <param name="Command">`preflight`.</param>
/// <param name="AsOf">The day (UTC).</param>
/// <param name="Summary">How many there are.</param>
/// <param name="References">By file and place.</param>
/// <param name="Diagnostics">Findings, sorted by file, place and code.</param>
public sealed record PreflightDocument(
    string Command,
    DateOnly AsOf,
    PreflightSummaryPart Summary,
    ImmutableArray<ReferencePart> References,
    ImmutableArray<FindingPart> Diagnostics
) : ReportDocument
{
    public static PreflightDocument Of(PreflightReport report, FindingsReport findings) =>
        new(
            findings.Command,
            findings.AsOf,
            PreflightSummaryPart.Of(report),
            [.. report.References.Select(ReferencePart.Of)],
            FindingPart.Of(findings.Findings)
        );
}

/// <param name="References">All of them.</param>
/// <param name="Allowed">Of these, those that may be launched.</param>
/// <param name="Denied">Of these, those that may not.</param>
/// <param name="Depends">Of these, those that depend on condition keys.</param>
/// <param name="Unknown">Of these, those of which something is not known.</param>
/// <param name="FilesRead">In full.</param>
/// <param name="FilesNotRead">Or not in full.</param>
public sealed record PreflightSummaryPart(
    int References,
    int Allowed,
    int Denied,
    int Depends,
    int Unknown,
    long FilesRead,
    long FilesNotRead
)
{
    internal static PreflightSummaryPart Of(PreflightReport report)
    {
        var verdicts = report.References.Select(r => r.Verdict).ToList();
        return new PreflightSummaryPart(
            verdicts.Count,
            verdicts.Count(v => v == CallVerdict.Allowed),
            verdicts.Count(v => v.IsDenied()),
            verdicts.Count(v => v == CallVerdict.Depends),
            verdicts.Count(v => v == CallVerdict.Unknown),
            report.Looked.Read,
            report.Looked.NotRead
        );
    }
}

/// <param name="File">Its path.</param>
/// <param name="Start">Where the image is named.</param>
/// <param name="End">After the last character.</param>
/// <param name="Language">Such as `terraform`.</param>
/// <param name="Subject">What takes the image, such as `aws_instance.web`.</param>
/// <param name="Written">As it stands there, shortened.</param>
/// <param name="Action">IAM action that takes the image.</param>
/// <param name="Verdict">The worst of its judgements.</param>
/// <param name="Mark">What audit mode does with an image that passes; empty for nothing.</param>
/// <param name="Assumes">What the reading of the file takes for granted, a sentence each.</param>
/// <param name="Judgements">For each image that it may stand for.</param>
/// <param name="Instead">What to write; left out where nothing is known, or nothing is needed.</param>
public sealed record ReferencePart(
    string File,
    PositionPart Start,
    PositionPart End,
    string Language,
    string Subject,
    string Written,
    string Action,
    [OneOf<CallVerdict>] string Verdict,
    [OneOf<AuditMark>] string Mark,
    ImmutableArray<string> Assumes,
    ImmutableArray<JudgementPart> Judgements,
    ReplacementPart? Instead
)
{
    internal static ReferencePart Of(JudgedReference judged)
    {
        var (reference, at) = (judged.Reference, judged.Reference.Location);
        return new ReferencePart(
            at.Source.Path,
            PositionPart.Of(at.Start),
            PositionPart.Of(at.End),
            reference.Language,
            reference.Subject,
            reference.Written,
            reference.Action,
            judged.Verdict.Name(),
            judged.Deciding.Mark.Name(),
            reference.Assumes,
            [.. judged.All.Select(JudgementPart.Of)],
            judged.Instead is { } other
                ? new ReplacementPart(other.ImageId, other.Parameter, other.Owner, other.Names)
                : null
        );
    }
}

/// <param name="ImageId">An image.</param>
/// <param name="Parameter">A public parameter of Systems Manager that names the newest.</param>
/// <param name="Owner">As `describe-images --owners` takes it.</param>
/// <param name="Names">For the filter `name` of DescribeImages.</param>
public sealed record ReplacementPart(string? ImageId, string? Parameter, string? Owner, string? Names);

/// <param name="Image">Which one.</param>
/// <param name="Account">Its id; left out for any account that no policy names.</param>
/// <param name="Region">Where.</param>
/// <param name="Verdict">Of the policies.</param>
/// <param name="Mark">What audit mode does with an image that passes; empty for nothing.</param>
/// <param name="Layer">That denies; empty where none does.</param>
/// <param name="Statement">Or attribute that decides; empty where none does.</param>
/// <param name="Condition">Of it; empty where there is none.</param>
/// <param name="Missing">What would decide, where nothing does.</param>
/// <param name="ImageOwner">As `ec2:Owner` has it; left out where it is not known.</param>
/// <param name="ImageName">Left out where it is not known.</param>
public sealed record JudgementPart(
    NamedImagePart Image,
    string? Account,
    string Region,
    [OneOf<CallVerdict>] string Verdict,
    [OneOf<AuditMark>] string Mark,
    [OneOf<PolicyLayer>("", "declarative_policy")] string Layer,
    string Statement,
    string Condition,
    ImmutableArray<string> Missing,
    string? ImageOwner,
    string? ImageName
)
{
    internal static JudgementPart Of(ImageJudgement judgement) =>
        new(
            NamedImagePart.Of(judgement.Image),
            judgement.Account?.Value,
            judgement.Region.Value,
            judgement.Verdict.Name(),
            judgement.Mark.Name(),
            judgement.Layer,
            judgement.Statement,
            judgement.Condition,
            judgement.Missing,
            judgement.Owner,
            judgement.Name
        );
}

/// <summary>An image in one of the ways in which files name images.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Owner">Looked up among the images of an owner, as `describe-images --owners` takes it.</param>
/// <param name="Names">A pattern for the name, with an owner.</param>
/// <param name="Parameter">Of Systems Manager.</param>
/// <param name="Missing">What would tell which image it is.</param>
public sealed record NamedImagePart(string? Id, string? Owner, string? Names, string? Parameter, string? Missing)
{
    private static readonly NamedImagePart Empty = new(null, null, null, null, null);

    internal static NamedImagePart Of(NamedImage image) =>
        image switch
        {
            ImageOfId named => Empty with { Id = named.Id },
            ImageOfOwner looked => Empty with { Owner = looked.Owner, Names = looked.Names },
            ImageOfParameter parameter => Empty with { Parameter = parameter.Name },
            OpenImage open => Empty with { Missing = open.Missing },
            _ => Empty,
        };
}
