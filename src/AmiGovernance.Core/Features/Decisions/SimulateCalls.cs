namespace AmiGovernance.Core.Features.Decisions;

/// <summary>Decides rows of a table, one at a time, so that tables of any length work.</summary>
public sealed class SimulateCalls(PolicySet policies, CallDefaults defaults)
{
    private static readonly string[] Switches = ["service_linked_role", "management_account"];

    public static readonly IReadOnlyList<string> Columns =
    [
        "action",
        "account",
        "principal",
        "image",
        "image_owner",
        "image_owner_account",
        "image_name",
        "region",
        "time",
        .. Switches,
    ];

    public SimulatedCall Decide(IReadOnlyDictionary<string, string> row)
    {
        string? Value(string column) => row.TryGetValue(column, out var text) && text.Length > 0 ? text : null;
        if (row.Keys.FirstOrDefault(c => !Columns.Contains(c) && !IsContextKey(c)) is { } unknown)
            return SimulatedCall.Error($"`{unknown}` is none of {string.Join(", ", Columns)}, and no condition key");
        foreach (var column in Switches)
            if (Value(column) is { } text && !bool.TryParse(text, out _))
                return SimulatedCall.Error($"`{column}` is true or false, and not `{text}`");
        var input = new CallInput
        {
            Action = Value("action"),
            Account = Value("account"),
            Principal = Value("principal"),
            Image = Value("image"),
            ImageOwner = Value("image_owner"),
            ImageOwnerAccount = Value("image_owner_account"),
            ImageName = Value("image_name"),
            Region = Value("region"),
            Time = Value("time"),
            Context = CallInput.NoContext.SetItems(row.Where(cell => IsContextKey(cell.Key) && cell.Value.Length > 0)),
        };
        if (input.WithKeys(k => $"column `{k.Column}`", out var problem) is not { } said)
            return SimulatedCall.Error(problem?.Message ?? "");
        if (said.Build(defaults, out problem) is not { } built)
            return SimulatedCall.Error(problem?.Message ?? "");
        var caller = built.By(IsTrue(Value("management_account")), IsTrue(Value("service_linked_role")));
        return SimulatedCall.Of(Explanation.Short(built.Call, built.Image, caller, policies));
    }

    /// <summary>A column of that name is a condition key, such as `ec2:MetadataHttpTokens`.</summary>
    public static bool IsContextKey(string column) => column.Contains(':', StringComparison.Ordinal);

    private static bool IsTrue(string? text) => bool.TryParse(text, out var value) && value;
}
