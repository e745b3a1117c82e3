using System.Collections.Immutable;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>Asks for the fields of the runbook's form that are not given yet.</summary>
internal sealed class RequestQuestions(Questions questions, IReadOnlyDictionary<string, ExceptionType> types)
{
    private const string NoPermanent =
        "exceptions are not granted for permanent workload requirements: use the approved golden images";

    private const int MostDays = 366;

    /// <param name="Problem">What is wrong with an answer; null for a good one.</param>
    private sealed record Question(string Text, Func<string, string?> Problem, string? Fallback = null);

    public RequestDraft Ask(RequestDraft draft)
    {
        foreach (var field in RequestField.All)
        {
            var question = Of(field.Key, draft);
            var answer = questions.Text(question.Text, field.Get(draft), question.Fallback, question.Problem);
            if (answer is not null)
                draft = field.Set(draft, field.Written(answer));
        }
        return draft with
        {
            UsableBy = draft.UsableBy.IsEmpty ? Users() : draft.UsableBy,
            MayCreateImages = questions.YesNo(
                "Must the account create images itself?",
                draft.MayCreateImages ? true : null,
                fallback: false
            ),
        };
    }

    private Question Of(string key, RequestDraft draft) =>
        key switch
        {
            RequestField.Account => new("AWS account whose images shall be allowed (12 digits)", NoAccount),
            RequestField.Type => new($"Type ({string.Join(", ", types.Values.Select(Limit))})", NoType),
            RequestField.Duration => Duration(draft.Type),
            RequestField.BusinessJustification => new("Business justification", Empty),
            RequestField.WorkloadDescription => new("Workload description (what service or application)", Empty),
            RequestField.SecurityReview => new("Security review (completed or pending)", NoReview, "pending"),
            RequestField.MigrationPlan => new(Plan(draft.Type), Empty),
            RequestField.TechnicalContact => new("Technical contact (mail address)", NoAddress),
            RequestField.Sponsor => new("Sponsor (VP or director)", Empty),
            RequestField.RequestedBy => new("Team that asks", Empty),
            _ => throw new ArgumentOutOfRangeException(nameof(key), key, "no field of a request"),
        };

    private static string Limit(ExceptionType type) => $"{type.Name}: at most {Plural.Of(type.MaxDays, "day")}";

    private Question Duration(string? type)
    {
        var most = type is not null && types.TryGetValue(type, out var known) ? known.MaxDays : MostDays;
        return new Question($"Duration requested, in days (at most {most})", text => NoDuration(text, most));
    }

    private static string? NoDuration(string text, int most)
    {
        var days = RequestDraft.Days(text);
        if (days > 0 && days <= most)
            return null;
        return days == 0 || PermanentRequest.IsMeant(text) ? NoPermanent : $"a number from 1 to {most}";
    }

    private static string Plan(string? type) =>
        type switch
        {
            "vendor_poc" => "Exit criteria: how does the pilot end?",
            "emergency" => "Remediation plan: how do you leave this exception again?",
            _ => "Migration plan: how do you leave this exception again?",
        };

    private string? NoType(string text)
    {
        if (types.ContainsKey(RequestDraft.Word(text)))
            return null;
        return PermanentRequest.IsMeant(text) ? NoPermanent : $"one of {string.Join(", ", types.Keys)}";
    }

    private static string? NoReview(string text) =>
        ExceptionRequest.SecurityReviews.Find(RequestDraft.Word(text)) is null ? "completed or pending" : null;

    private ImmutableArray<string> Users()
    {
        var answer = questions.Text(
            "Accounts that launch the images, separated by commas, or all",
            null,
            "all",
            text => text == "all" ? null : Split(text).Select(NoAccount).FirstOrDefault(p => p is not null)
        );
        return answer is null or "all" ? [] : [.. Split(answer)];
    }

    private static string[] Split(string text) => text.Split(',', StringSplitOptions.TrimEntries);

    private static string? NoAccount(string text) => AccountId.IsValid(text) ? null : "an account id has 12 digits";

    private static string? NoAddress(string text) => MailAddress.IsValid(text) ? null : "such as alex@company.com";

    private static string? Empty(string text) => text.Length > 0 ? null : "this is needed";
}
