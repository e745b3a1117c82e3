using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Base.Json;

internal static class ConfigDiagnostics
{
    public static readonly DiagnosticDescriptor UnknownKey = new("AMI0101", Severity.Error, "unknown key");
    public static readonly DiagnosticDescriptor MissingKey = new("AMI0102", Severity.Error, "required key missing");
    public static readonly DiagnosticDescriptor WrongType = new("AMI0103", Severity.Error, "value of the wrong type");
    public static readonly DiagnosticDescriptor AccountId = new("AMI0104", Severity.Error, "not an AWS account id");
    public static readonly DiagnosticDescriptor Date = new("AMI0105", Severity.Error, "not a date");
    public static readonly DiagnosticDescriptor UnknownValue = new(
        "AMI0106",
        Severity.Error,
        "value not among those allowed"
    );
    public static readonly DiagnosticDescriptor InvalidText = new(
        "AMI0107",
        Severity.Error,
        "text empty, too long or not of the required form"
    );
    public static readonly DiagnosticDescriptor Url = new("AMI0108", Severity.Error, "not an http(s) address");
    public static readonly DiagnosticDescriptor OutOfRange = new("AMI0109", Severity.Error, "number out of range");
    public static readonly DiagnosticDescriptor PrincipalArn = new(
        "AMI0110",
        Severity.Error,
        "not the ARN of an IAM role or user"
    );
    public static readonly DiagnosticDescriptor Target = new("AMI0111", Severity.Error, "not a policy target");
    public static readonly DiagnosticDescriptor ListLength = new("AMI0112", Severity.Error, "list empty or too long");
    public static readonly DiagnosticDescriptor NotUnique = new(
        "AMI0113",
        Severity.Error,
        "value given twice in one list"
    );
    public static readonly DiagnosticDescriptor EmptyCriteria = new(
        "AMI0114",
        Severity.Error,
        "image criteria without a condition"
    );
    public static readonly DiagnosticDescriptor NoAccounts = new(
        "AMI0115",
        Severity.Error,
        "managed service without accounts"
    );

    public static readonly DiagnosticDescriptor[] All =
    [
        UnknownKey,
        MissingKey,
        WrongType,
        AccountId,
        Date,
        UnknownValue,
        InvalidText,
        Url,
        OutOfRange,
        PrincipalArn,
        Target,
        ListLength,
        NotUnique,
        EmptyCriteria,
        NoAccounts,
    ];
}
