using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Features.Exceptions.Reminders;

public static class ReminderDiagnostics
{
    public static readonly DiagnosticDescriptor NotSent = new("AMI0640", Severity.Error, "reminder not sent");
    public static readonly DiagnosticDescriptor Template = new(
        "AMI0641",
        Severity.Error,
        "template names what nothing fills"
    );
    public static readonly DiagnosticDescriptor Log = new("AMI0642", Severity.Error, "record of reminders damaged");
    public static readonly DiagnosticDescriptor NoChannel = new("AMI0643", Severity.Error, "no way to send reminders");

    public static readonly DiagnosticDescriptor[] All = [NotSent, Template, Log, NoChannel];
}
