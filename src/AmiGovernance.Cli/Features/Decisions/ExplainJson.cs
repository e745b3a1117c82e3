using System.Globalization;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>A decision for machines; docs/reference/outputs.md describes it.</summary>
internal static class ExplainJson
{
    public static ExplanationDocument Of(ExplainAnswer answer) =>
        answer.Explanation is { } explanation ? Of(answer, explanation) : WithoutPolicies(answer);

    private static ExplanationDocument WithoutPolicies(ExplainAnswer answer) =>
        new(
            CallVerdicts.Whole(answer.Refusal, null).Name(),
            Layer: "",
            Mark: null,
            Summary(answer),
            CallVerdict.Unknown.Name(),
            Of(answer.Refusal),
            DependsOn: null,
            MissingFacts: [answer.Missing],
            NotJudged: null,
            Action: null,
            Account: null,
            Principal: null,
            Region: null,
            Time: null,
            ServiceControlPolicy: null,
            ResourceControlPolicies: null,
            DeclarativePolicy: null,
            RefusedFor: null
        );

    private static ExplanationDocument Of(ExplainAnswer answer, Explanation explanation)
    {
        var call = explanation.Call;
        return new ExplanationDocument(
            CallVerdicts.Whole(explanation.Refusal, explanation.Verdict).Name(),
            Layer(explanation),
            explanation.Mark.Name(),
            Summary(answer),
            explanation.Refusal is null ? null : explanation.Verdict.Name(),
            Of(explanation.Refusal),
            explanation.DependsOn,
            explanation.MissingFacts,
            explanation.NotJudged,
            call.Action,
            call.Account.Value,
            call.Session ?? call.PrincipalArn,
            call.Region.Value,
            call.Time,
            [.. explanation.Answers.Select(Of)],
            explanation.ResourceControlPolicies.IfAny(),
            explanation.Image is { } image ? Of(image) : null,
            explanation.RefusedFor?.Name
        );
    }

    private static ExplanationSummaryPart Summary(ExplainAnswer answer)
    {
        var best = answer.Suggested?.Best;
        return new ExplanationSummaryPart(
            OpeningWords.Blocked(answer),
            OpeningWords.Why(answer),
            RemedyWords.Of(answer),
            answer.ImageId,
            answer.Owner,
            answer.ImageName,
            answer.Known is null ? "" : "inventory",
            best?.Facts.ImageId,
            best?.Published?.Parameter,
            answer.Explanation?.Mode?.Name()
        );
    }

    private static RefusalPart? Of(NamedRefusal? refusal) =>
        refusal is null
            ? null
            : new RefusalPart(
                refusal.Shape.KindName,
                refusal.IsRecorded,
                refusal.Code,
                Name(refusal.Way),
                refusal.PolicyKind,
                refusal.PolicyArn,
                refusal.Resource,
                refusal.Principal,
                refusal.Statements,
                refusal.Shape.Look,
                refusal.Shape.Source
            );

    private static string Name(DenyWay way) =>
        way switch
        {
            DenyWay.ExplicitDeny => "explicitDeny",
            DenyWay.MissingAllow => "implicitDeny",
            _ => "",
        };

    private static string Layer(Explanation explanation)
    {
        if (!explanation.Verdict.IsDenied())
            return "";
        return explanation.Denied is { } denied ? denied.Decision.Layer.Name() : "declarative_policy";
    }

    private static ResourceAnswerPart Of(ScpAnswer answer)
    {
        var (statement, tree) = answer.Tree is null ? default : (answer.Decision.DecidingStatement, answer.Tree);
        return new ResourceAnswerPart(
            answer.Request.Resource,
            Name(answer.Decision.Outcome),
            StatementName.Of(statement),
            statement is null ? null : tree?.Source.Path,
            statement is null ? null : tree?.At(statement.Node ?? tree.Root).Start.Line,
            [.. answer.NotMatching.Select(other => Of(other, answer))],
            answer.MissingKeys,
            [.. answer.Open.Select(open => new OpenStatementPart(open.Open.Statement.Sid, [.. open.Open.Keys]))]
        );
    }

    private static NotMatchingPart Of(NotMatching other, ScpAnswer answer) =>
        new(other.Statement.Sid, other.Tree.Source.Path, ExplainWords.Fails(other.Condition, answer.Request));

    private static ImageAnswerPart Of(ImageDecision image) =>
        new(
            Name(image.Verdict),
            image.Criterion > 0 ? string.Create(CultureInfo.InvariantCulture, $"criteria_{image.Criterion}") : null,
            image.Mismatches
        );

    private static string Name(ImageVerdict verdict) =>
        verdict switch
        {
            ImageVerdict.NotGoverned => "not_governed",
            ImageVerdict.OwnImage => "own_image",
            ImageVerdict.Allowed => "allowed",
            ImageVerdict.MarkedOnly => "marked_only",
            ImageVerdict.Unknown => "unknown",
            _ => "denied",
        };

    private static string Name(Outcome outcome) =>
        outcome switch
        {
            Outcome.Allowed => "allowed",
            Outcome.ExplicitDeny => "explicitDeny",
            _ => "implicitDeny",
        };
}
