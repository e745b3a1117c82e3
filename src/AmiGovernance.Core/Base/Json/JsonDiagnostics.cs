using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Base.Json;

public static class JsonDiagnostics
{
    public static readonly DiagnosticDescriptor FileUnreadable = new("AMI0001", Severity.Error, "file cannot be read");
    public static readonly DiagnosticDescriptor NotUtf8 = new("AMI0002", Severity.Error, "file is not UTF-8");
    public static readonly DiagnosticDescriptor ByteOrderMark = new(
        "AMI0003",
        Severity.Warning,
        "file starts with a byte order mark"
    );
    public static readonly DiagnosticDescriptor Syntax = new("AMI0004", Severity.Error, "JSON syntax error");
    public static readonly DiagnosticDescriptor Comment = new("AMI0005", Severity.Error, "comment in JSON");
    public static readonly DiagnosticDescriptor TrailingComma = new("AMI0006", Severity.Error, "trailing comma");
    public static readonly DiagnosticDescriptor DuplicateKey = new("AMI0007", Severity.Error, "duplicate key");
    public static readonly DiagnosticDescriptor TooDeep = new("AMI0008", Severity.Error, "JSON nested too deeply");
    public static readonly DiagnosticDescriptor TooLarge = new("AMI0009", Severity.Error, "file too large");
    public static readonly DiagnosticDescriptor Conflict = new(
        "AMI0647",
        Severity.Error,
        "merge conflict not resolved"
    );

    public static readonly DiagnosticDescriptor[] All =
    [
        FileUnreadable,
        NotUtf8,
        ByteOrderMark,
        Syntax,
        Comment,
        TrailingComma,
        DuplicateKey,
        TooDeep,
        TooLarge,
        OmittedFindings.More,
        Conflict,
    ];
}
