using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>Asks for the fields of the runbook's form that are not given yet.</summary>
internal static class RequestQuestions
{
    public const string NoPermanent =
        "exceptions are not granted for permanent workload requirements: use the approved golden images";

    public static RequestDraft Ask(
        Questions questions,
        RequestDraft draft,
        IReadOnlyDictionary<string, ExceptionType> types
    )
    {
        draft = draft with
        {
            AccountId = questions.Text(
                "AWS account whose images shall be allowed (12 digits)",
                draft.AccountId,
                null,
                t => AccountId.IsValid(t) ? null : "an account id has 12 digits"
            ),
            Type = RequestDraft.Word(
                questions.Text(
                    $"Type ({string.Join(", ", types.Values.Select(t => $"{t.Name}: at most {t.MaxDays} days"))})",
                    draft.Type,
                    null,
                    t =>
                        types.ContainsKey(RequestDraft.Word(t) ?? "") ? null
                        : ExceptionRequestReader.IsPermanent(t) ? NoPermanent
                        : $"one of {string.Join(", ", types.Keys)}"
                )
            ),
        };
        var most = draft.Type is { } name && types.TryGetValue(name, out var type) ? type.MaxDays : 366;
        return draft with
        {
            Duration = questions.Text(
                $"Duration requested, in days (at most {most})",
                draft.Duration,
                null,
                t =>
                    RequestDraft.Days(t) is { } days && days > 0 && days <= most ? null
                    : ExceptionRequestReader.IsPermanent(t) || RequestDraft.Days(t) == 0 ? NoPermanent
                    : $"a number from 1 to {most}"
            ),
            BusinessJustification = questions.Text(
                "Business justification",
                draft.BusinessJustification,
                null,
                NotEmpty
            ),
            WorkloadDescription = questions.Text(
                "Workload description (what service or application)",
                draft.WorkloadDescription,
                null,
                NotEmpty
            ),
            SecurityReview = questions.Text(
                "Security review (completed or pending)",
                draft.SecurityReview,
                "pending",
                t => ExceptionRequest.SecurityReviews.Contains(RequestDraft.Word(t)) ? null : "completed or pending"
            ),
            MigrationPlan = questions.Text(Plan(draft.Type), draft.MigrationPlan, null, NotEmpty),
            TechnicalContact = questions.Text(
                "Technical contact (mail address)",
                draft.TechnicalContact,
                null,
                t => MailAddress.IsValid(t) ? null : "such as alex@company.com"
            ),
            Sponsor = questions.Text("Sponsor (VP or director)", draft.Sponsor, null, NotEmpty),
            RequestedBy = questions.Text("Team that asks", draft.RequestedBy, null, NotEmpty),
            UsableBy = draft.UsableBy.IsEmpty ? Users(questions) : draft.UsableBy,
            MayCreateImages = questions.YesNo(
                "Must the account create images itself?",
                draft.MayCreateImages ? true : null,
                fallback: false
            ),
        };
    }

    private static string Plan(string? type) =>
        type switch
        {
            "vendor_poc" => "Exit criteria: how does the pilot end?",
            "emergency" => "Remediation plan: how do you leave this exception again?",
            _ => "Migration plan: how do you leave this exception again?",
        };

    private static System.Collections.Immutable.ImmutableArray<string> Users(Questions questions)
    {
        var answer = questions.Text(
            "Accounts that launch the images, separated by commas, or all",
            null,
            "all",
            t =>
                t == "all" || t.Split(',', StringSplitOptions.TrimEntries).All(a => AccountId.IsValid(a))
                    ? null
                    : "an account id has 12 digits"
        );
        return answer is null or "all" ? [] : [.. answer.Split(',', StringSplitOptions.TrimEntries)];
    }

    private static string? NotEmpty(string text) => text.Length > 0 ? null : "this is needed";
}
