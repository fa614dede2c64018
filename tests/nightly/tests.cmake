# SPDX-License-Identifier: MIT
# What `init` writes to run the audit every night, run for real with a mailer of the test's own.
foreach(claim audits clean codes partly mails cut_off mail_fails sends keeps lock interrupted leftovers new_only
              settings crontab units example odd_folder)
  add_test(NAME nightly.${claim}
    COMMAND ${AUDIT_PYTHON} -B ${CMAKE_CURRENT_LIST_DIR}/nightly_test.py
      $<TARGET_FILE:caljobs-audit> ${PROJECT_SOURCE_DIR} ${claim})
  set_tests_properties(nightly.${claim} PROPERTIES LABELS nightly)
endforeach()
