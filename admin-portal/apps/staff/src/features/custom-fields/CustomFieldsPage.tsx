import { Trans, useLingui } from "@lingui/react/macro";
import { Page } from "../../app/Page.tsx";
import { Allowed } from "../../app/rights.tsx";
import { ErrorState, Loading } from "../../app/states.tsx";
import classes from "./CustomFields.module.css";
import { FieldList } from "./FieldList.tsx";
import { LayoutEditor } from "./LayoutEditor.tsx";
import { useCustomBook } from "./useCustomBook.ts";

/** The broker's own fields of clients, and the layout of the profile. */
export function CustomFieldsPage() {
  const { t } = useLingui();
  return (
    <Page title={t`Client fields`}>
      <Allowed permission="field.manage">
        <Parts />
      </Allowed>
    </Page>
  );
}

function Parts() {
  const { t } = useLingui();
  const book = useCustomBook(true);
  if (!book.known) {
    return book.error ? <ErrorState error={book.error} onRetry={book.again} /> : <Loading />;
  }
  return (
    <>
      <FieldList fields={book.fields} />
      <section className={classes.part} aria-label={t`Layout of the profile`}>
        <div className={classes.head}>
          <h2>
            <Trans>Layout of the profile</Trans>
          </h2>
        </div>
        <p className={classes.hint}>
          <Trans>
            Sections of the profile and of the forms, from the first to the last. Fields that stand in none come below.
          </Trans>
        </p>
        {book.layout && <LayoutEditor layout={book.layout} fields={book.inUse} />}
      </section>
    </>
  );
}
