using System.Collections.Immutable;
using AmiGovernance.Cli.Features.Exceptions;
using AmiGovernance.Cli.Features.Reporting.Governance;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Console.Pages;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Requests;

namespace AmiGovernance.Cli.Features.Reporting.Served;

/// <summary>Requests for exceptions: which there are, one with what was decided on it, and a new one.</summary>
internal sealed class RequestPages(CliContext context, GovernanceArguments arguments)
{
    public const string Path = "/requests";

    private readonly string config = arguments.Judgement.Config;

    private static readonly string[] Options =
    [
        "account",
        "usable-by",
        "type",
        "days",
        "justification",
        "workload",
        "security-review",
        "plan",
        "technical-contact",
        "sponsor",
        "team",
    ];

    private static readonly string[] Flags = ["may-create-images", "outside-organization"];

    public Page List()
    {
        var read = Read();
        return new Page("Requests")
        {
            Sections =
            [
                new Section("requests", "Requests and exceptions")
                {
                    Blocks = [read.IsWhole ? Listed(read.Requests) : NotRead],
                },
                new Section("ask", "None of these")
                {
                    Blocks = [new Paragraph(new Cell("Ask for an exception", Link: $"{Path}/new"))],
                },
            ],
            NotLookedAt = read.Problems,
        };
    }

    private static readonly Nothing NotRead = new(
        new Cell("The requests cannot be read: what is above says why.", Tone.Unknown)
    );

    private static Block Listed(ImmutableArray<CaseStatus> requests) =>
        requests.IsEmpty
            ? new Nothing("There is no request. Below is the way to one.")
            : new Table(
                [
                    new("ticket", ColumnKind.Short),
                    new("account", ColumnKind.Code),
                    new("type", ColumnKind.Short),
                    new("state", ColumnKind.Short),
                    new("waits for"),
                    new("why"),
                ],
                [.. requests.Select(Row)]
            )
            {
                Caption = "Requests for exceptions",
            };

    private static string PathOf(CaseStatus status) => $"{Path}/{Uri.EscapeDataString(status.Case.Ticket)}";

    private static ImmutableArray<Cell> Row(CaseStatus status)
    {
        var request = status.Case.Request;
        var waits = status.State.IsWaiting();
        return
        [
            new Cell(status.Case.Ticket, Link: PathOf(status)),
            request.Account.Value,
            request.Type,
            new Cell(status.State.Words(), waits ? Tone.Warning : Tone.None),
            waits ? CaseWords.WaitsFor(status.Newest.Missing) : "",
            request.BusinessJustification,
        ];
    }

    /// <summary>Null when there is no such request.</summary>
    /// <param name="given">What was filled in before; null for a new decision.</param>
    public Page? One(string ticket, PageRequest? given = null)
    {
        var read = Read();
        if (!read.IsWhole)
            return new Page($"Request {ticket}") { NotLookedAt = read.Problems };
        if (read.Find(ticket) is not { } status)
            return null;
        return new Page($"Request {ticket}")
        {
            Answer = new Cell(status.State.Words(), status.State.IsWaiting() ? Tone.Warning : Tone.Quiet),
            Sections = [Asked(status), Decided(status), .. Decide(status, given)],
            NotLookedAt = read.Problems,
        };
    }

    private static Section Asked(CaseStatus status)
    {
        return new Section("asked", "What is asked for") { Blocks = [new Facts([.. AskedFacts(status)])] };
    }

    /// <summary>With who asked by git's word: the team is what somebody wrote.</summary>
    private static IEnumerable<Fact> AskedFacts(CaseStatus status)
    {
        var part = status.Newest.Part;
        return
        [
            .. Fields(status),
            new Fact("part", part.Name),
            new Fact("days", Cell.Of(part.DurationDays)),
            new Fact("asked by", part.Requester.ToString()),
            new Fact("asked at", part.RequestedAt.MinuteText()),
        ];
    }

    /// <summary>What is decided on now: an extension stands before the request that it extends.</summary>
    private static IEnumerable<Fact> Fields(CaseStatus status)
    {
        var extension = RequestMarkdown.ExtensionRows(status).Select(r => (Label: $"Extension: {r.Label}", r.Value));
        return extension
            .Concat(RequestMarkdown.Rows(status.Case.Request))
            .Select(row => new Fact(row.Label, row.Value));
    }

    private static Section Decided(CaseStatus status)
    {
        var decisions = status.Parts.SelectMany(p => p.Decisions.Select(d => (p.Part, Decision: d))).ToList();
        Block block =
            decisions.Count == 0
                ? new Nothing("Nobody has decided on it yet.")
                : PageTables.Of(
                    "Decisions",
                    ["part", "role", "by", "at", "what vouches for it", "why"],
                    decisions.Select(d =>
                        (string[])
                            [
                                d.Part.Name,
                                d.Decision.Role,
                                d.Decision.By.Name,
                                d.Decision.Record.At.MinuteText(),
                                CaseWords.Vouched(d.Decision),
                                d.Decision.Record.Reason ?? "",
                            ]
                    )
                );
        return new Section("decided", "Who decided, and how surely") { Blocks = [block] };
    }

    private static IEnumerable<Section> Decide(CaseStatus status, PageRequest? given)
    {
        if (status.State != RequestState.InReview)
            yield break;
        var roles = status.Newest.Missing.Select(role => (role, role)).ToImmutableArray();
        yield return new Section("decide", "Decide")
        {
            Lead = "As the person whom git names here, in a role that you hold: nobody decides for another.",
            Blocks =
            [
                new Form(
                    PathOf(status),
                    "Show what will be done",
                    [
                        new Field("version", "version", FieldKind.Hidden) { Value = status.Newest.Part.Digest },
                        new Field("decision", "Decision", FieldKind.Choice)
                        {
                            Choices = [("", "choose"), ("approve", "approve"), ("reject", "reject")],
                            IsRequired = true,
                            Value = given?.Value("decision") ?? "",
                        },
                        new Field("role", "Your role", FieldKind.Choice)
                        {
                            Choices = roles,
                            Value = given?.Value("role") ?? "",
                        },
                        new Field("reason", "Why", Hint: "stands in the record for good")
                        {
                            IsRequired = true,
                            Value = given?.Value("reason") ?? "",
                        },
                    ]
                )
                {
                    Changes = true,
                },
            ],
        };
    }

    /// <summary>Null when there is no such request.</summary>
    public ServedDecision? Decision(string ticket, PageRequest request)
    {
        if (Read().Find(ticket) is not { } status)
            return null;
        var verb = request.Value("decision");
        return new ServedDecision(
            verb == "reject" ? $"Reject {ticket}" : $"Approve {ticket}",
            [
                "exception",
                verb,
                ServedDecision.Option("as", request.Value("role")),
                ServedDecision.Option("reason", request.Value("reason")),
                ServedDecision.Option("digest", request.Value("version")),
                "--yes",
                ServedDecision.Option("config", config),
                "--",
                ticket,
            ]
        )
        {
            Problem = Problem(status, request) ?? Refusal(ticket, request),
            About = [.. AskedFacts(status)],
        };
    }

    /// <summary>Why the command would refuse it; null when it would not.</summary>
    private string? Refusal(string ticket, PageRequest request)
    {
        if (context.Git is not { } git)
            return null;
        var kind = request.Value("decision") == "reject" ? RequestEvent.Rejected : RequestEvent.Approved;
        var input = new DecideInput(ticket, request.Value("role"), kind, request.Value("reason"), config);
        var bag = new DiagnosticBag();
        var check = new DecideRequest(context.Files, git, git, context.Time).Check(
            input,
            request.Value("version"),
            bag
        );
        var why = bag.ToSorted().FirstOrDefault(d => d.Severity == Severity.Error);
        return check is not null || why is null
            ? null
            : string.Join("; ", new[] { why.Message, why.Help }.OfType<string>());
    }

    private static string? Problem(CaseStatus status, PageRequest request)
    {
        if (request.Value("decision") is not ("approve" or "reject"))
            return "A decision is `approve` or `reject`.";
        if (request.Value("reason").Trim().Length == 0)
            return "A decision has a reason.";
        return request.Value("version") == status.Newest.Part.Digest
            ? null
            : "The request has changed since this page was shown: look at it again.";
    }

    public static Page Ask(PageRequest given) =>
        new("Ask for an exception")
        {
            Sections =
            [
                new Section("ask", "Request")
                {
                    Lead =
                        "It is committed on the branch that is checked out; the approvers of its type decide on it once it is pushed.",
                    Blocks = [Form(given)],
                },
            ],
        };

    private static Form Form(PageRequest given)
    {
        Field Line(string name, string label, string hint = "", bool isRequired = true) =>
            Field.Line(given, name, label, hint, isRequired);

        Field YesNo(string name, string label) =>
            new(name, label, FieldKind.Choice) { Choices = [("", "no"), ("yes", "yes")], Value = given.Value(name) };

        return new Form(
            $"{Path}/new",
            "Show what will be done",
            [
                Line("ticket", "Ticket", "such as CLOUD-1234"),
                Line("account", "Account whose images shall be allowed", "12 digits"),
                Line(
                    "usable-by",
                    "Accounts that launch them",
                    "12 digits each, with commas between; empty for every account of the organization",
                    false
                ),
                Line("type", "Type", "migration, vendor_poc, emergency, or a type of the configuration"),
                Line("days", "Days", "counted from the last approval"),
                Line("justification", "Business justification"),
                Line("workload", "Workload", "what service or application"),
                SecurityReview(given),
                Line("plan", "How the exception ends", "migration plan, exit criteria, remediation plan"),
                Line("technical-contact", "Technical contact", "a mail address"),
                Line("sponsor", "Sponsor", "VP or director"),
                Line("team", "Team that asks"),
                YesNo("may-create-images", "Must the account also create images?"),
                YesNo("outside-organization", "Is the account meant to be outside of the organization?"),
            ]
        )
        {
            Changes = true,
        };
    }

    private static Field SecurityReview(PageRequest given) =>
        new("security-review", "Security review", FieldKind.Choice)
        {
            Choices = [("", "choose"), ("completed", "completed"), ("pending", "pending")],
            Value = given.Value("security-review"),
            IsRequired = true,
        };

    public ServedDecision Request(PageRequest given)
    {
        var options = Options
            .Where(f => given.Value(f).Length > 0)
            .SelectMany(f => ValuesOf(f, given).Select(value => ServedDecision.Option(f, value)));
        var ticket = given.Value("ticket").Trim();
        return new ServedDecision(
            $"Ask for {ticket}",
            [
                "exception",
                "request",
                .. options,
                .. Flags.Where(f => given.Value(f) == "yes").Select(f => $"--{f}"),
                "--yes",
                ServedDecision.Option("config", config),
                "--",
                ticket,
            ]
        )
        {
            Problem = Problem(given, ticket),
        };
    }

    private static string[] ValuesOf(string option, PageRequest given) =>
        option == "usable-by"
            ? given.Value(option).Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)
            : [given.Value(option)];

    private static string? Problem(PageRequest given, string ticket)
    {
        // Its page would be this form.
        if (ticket == "new")
            return "A ticket of the name `new` has no page here; `amigov exception request` takes it.";
        var missing = Form(given).Fields.Where(f => f.IsRequired && string.IsNullOrWhiteSpace(f.Value)).ToList();
        return missing.Count == 0
            ? null
            : $"The request is not whole: {string.Join("; ", missing.Select(f => f.Label))}.";
    }

    private ReadRequests Read()
    {
        var bag = new DiagnosticBag();
        var cases = ReadCases.Run(config, arguments.Day(context.Time), context.Files, context.Git, bag);
        return new ReadRequests(
            cases is not null,
            [.. (cases?.Rows ?? []).Select(c => c.Request).OfType<CaseStatus>()],
            [.. bag.ToSorted().Select(d => $"{d.Location.Source.Path}: {d.Message}")]
        );
    }

    /// <param name="IsWhole">False when nothing could be read: then nobody knows which requests there are.</param>
    private sealed record ReadRequests(
        bool IsWhole,
        ImmutableArray<CaseStatus> Requests,
        ImmutableArray<string> Problems
    )
    {
        public CaseStatus? Find(string ticket) => Requests.FirstOrDefault(r => r.Case.Ticket == ticket);
    }
}
