using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Exceptions.Reminders;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>The record of what was sent, in the working folder.</summary>
internal static class SentReminders
{
    /// <summary>Null with a report when it cannot be read.</summary>
    public static ReminderLog? Read(IFileStore files, DiagnosticBag bag)
    {
        if (!files.Exists(ReminderLog.Path))
            return ReminderLog.Empty;
        return files.Read(ReminderLog.Path, bag) is { } source ? ReminderLog.Read(source, bag) : null;
    }

    /// <summary>False with a report when it cannot be written.</summary>
    public static bool Add(SentReminder sent, IFileStore files, DiagnosticBag bag) =>
        Read(files, bag) is { } log && files.Append(ReminderLog.Path, log.End, sent.ToLine(), bag);
}
